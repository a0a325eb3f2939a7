namespace DialClip.Testing;

/// <summary>
/// Small pictures of 16 x 12 pixels: left red 230, right 20; upper green 200, lower 40; blue 30 where both or neither
/// hold, else 220.
/// </summary>
internal static class EncodedSamples
{
    public const int Width = 16;
    public const int Height = 12;

    /// <summary>The colour at a place, as it was before encoding.</summary>
    public static (byte R, byte G, byte B) ColourAt(int x, int y) =>
        ((byte)(x < 8 ? 230 : 20), (byte)(y < 6 ? 200 : 40), (byte)(x < 8 == y < 6 ? 30 : 220));

    /// <summary>The alpha of the samples that have one.</summary>
    public static byte AlphaAt(int x) =>
        (byte)(
            x < 4 ? 0
            : x < 12 ? 128
            : 255
        );

    // EXIF orientation 6.
    public static byte[] Jpeg =>
        Convert.FromBase64String(
            "/9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/2wBDAAMCAgMCAgMDAwME"
                + "AwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/2wBDAQMEBAUEBQkFBQkUDQsN"
                + "FBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBT/wAARCAAMABADASIAAhEBAxEB/8QA"
                + "FgABAQEAAAAAAAAAAAAAAAAACAMH/8QAHxAAAQEJAQAAAAAAAAAAAAAAAKQDBAYHFxhVVtLT/8QAFAEBAAAAAAAAAAAAAAAA"
                + "AAAABf/EACURAAAEBAUFAAAAAAAAAAAAAAECERIEBhNBAAMHFDEFFTJSYv/aAAwDAQACEQMRAD8A3Wr0JZZM24DncnLjY0Lz"
                + "5kQPi0LKcDpu7tBzn3HlUEBRnDWlJ7iqrZEu5q5I/TYzY1Mw4JU4Et6fzj//2Q=="
        );

    public static byte[] ProgressiveJpeg =>
        Convert.FromBase64String(
            "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQ"
                + "ERMUFRUVDA8XGBYUGBIUFRT/2wBDAQMEBAUEBQkFBQkUDQsNFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU"
                + "FBQUFBQUFBQUFBQUFBT/wgARCAAMABADASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAABwIG/8QAFAEBAAAAAAAAAAAA"
                + "AAAAAAAABP/aAAwDAQACEAMQAAAB3RzAet3/xAAZEAABBQAAAAAAAAAAAAAAAAAABAUQFRb/2gAIAQEAAQUCt0hpG6f/xAAg"
                + "EQAAAgsAAAAAAAAAAAAAAAAAAQIDBAUGEhNCUWFi/9oACAEDAQE/AYucbMuoTJHdjnQ//8QAHxEAAQIGAwAAAAAAAAAAAAAA"
                + "AQMRAAUGEhNRFDFh/9oACAECAQE/AUpShTb8Qk5O7vNMBuP/xAAbEAAABwEAAAAAAAAAAAAAAAAAAQIQMzSi0f/aAAgBAQAG"
                + "PwKXJixhXH//xAAWEAADAAAAAAAAAAAAAAAAAAAg0fD/2gAIAQEAAT8hqkPP/9oADAMBAAIAAwAAABDz/8QAGBEAAgMAAAAA"
                + "AAAAAAAAAAAAAEEBESH/2gAIAQMBAT8QwBpJYP/EABcRAQEBAQAAAAAAAAAAAAAAABFBAXH/2gAIAQIBAT8Q6Dxmk9GrAv8A"
                + "/8QAFBABAAAAAAAAAAAAAAAAAAAAIP/aAAgBAQABPxAK9f/Z"
        );

    // Restart markers are due that are not there: the decoder steps over the marker that none is and finds the scan
    // behind its made-up length.
    public static byte[] HiddenScanJpeg =>
        [
            .. ProgressiveJpeg[..2],
            0xFF,
            0xDD,
            0,
            4,
            0,
            1,
            .. ProgressiveJpeg[2..^2],
            0xFF,
            0x02,
            0,
            12,
            0xFF,
            0xDA,
            0,
            8,
            1,
            1,
            0,
            1,
            0x3F,
            0x10,
            0xFF,
            0xD9,
        ];

    public static byte[] InkJpeg =>
        Convert.FromBase64String(
            "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwADAgIDAgIDAwMDBAMDBAUIBQUEBAUKBwcGCAwKDAwLCgsLDQ4SEA0OEQ4LCxAWEBET"
                + "FBUVFQwPFxgWFBgSFBUU/8AAFAgADAAQBEMRAE0RAFkRAEsRAP/EABgAAAMBAQAAAAAAAAAAAAAAAAAJCgcI/8QAGhABAAEF"
                + "AAAAAAAAAAAAAAAAAAQHGFal0//aAA4EQwBNAFkASwAAPwBiDVbzaOZhrJnFzxYXXXBtvA7mppzxebRzMNZM4u/r9KFZzqJ/"
                + "AKMCv2/BOeCBQ//Z"
        );

    public static byte[] Webp =>
        Convert.FromBase64String(
            "UklGRmQAAABXRUJQVlA4IFgAAAAwAwCdASoQAAwAAUAmJagCdLoB+AH4gTADBAPX/A8MYAoYAP736ZEs0/y4233s6O1JUSCh"
                + "lf+jSf4xfatj+L7LQtlEd0D/8zmn+Els0/Lqngs38m9+4oAA"
        );

    public static byte[] LosslessWebp =>
        Convert.FromBase64String(
            "UklGRlQAAABXRUJQVlA4TEcAAAAvD8ACED8gEEjCGXtsgmybQpzj/hwjIsi2KclgDn42gQAhnXLRGunAb6QBYRYAmhRSSCGF"
                + "FFJIYf7vCCL6H3dbm/zZEgn8AQA="
        );

    // Two frames, of which the second is the first turned round.
    public static byte[] AnimatedWebp =>
        Convert.FromBase64String(
            "UklGRvAAAABXRUJQVlA4WAoAAAASAAAADwAACwAAQU5JTQYAAAAAAAAAAABBTk1GXgAAAAAAAAAAAA8AAAsAAAAAAAJWUDhM"
                + "RQAAAC8PwAIQN0CQbXOcYw2t2ATZNoUYx/05TkSQbVOSwxx8bAKCoudMj+Ft0uGaCAgCICxYsGDBggX/HQoi+h9AIm1Pm2xv"
                + "BQBBTk1GXgAAAAAAAAAAAA8AAAsAAAAAAAJWUDhMRQAAAC8PwAIQN0CQbXOcYw2t2ATZNoUYx/05TkSQbVOSwxx8bAKCoudM"
                + "j+Ft0uGaCAgCICxYsGDBggX/HQoi+h8taQO/TUqOAAA="
        );

    // The lossless one in the extended form, with EXIF orientation 6.
    public static byte[] TurnedWebp
    {
        get
        {
            const byte HasExif = 8;
            byte[] exif =
            [
                (byte)'M',
                (byte)'M',
                0,
                42,
                0,
                0,
                0,
                8,
                0,
                1,
                1,
                0x12,
                0,
                3,
                0,
                0,
                0,
                1,
                0,
                6,
                0,
                0,
                0,
                0,
                0,
                0,
            ];
            byte[] body =
            [
                .. "WEBPVP8X"u8,
                10,
                0,
                0,
                0,
                HasExif,
                0,
                0,
                0,
                Width - 1,
                0,
                0,
                Height - 1,
                0,
                0,
                .. LosslessWebp[12..],
                .. "EXIF"u8,
                (byte)exif.Length,
                0,
                0,
                0,
                .. exif,
            ];
            return [.. "RIFF"u8, .. BitConverter.GetBytes(body.Length), .. body];
        }
    }
}
