namespace DialClip.Encoders.Tests.Imaging;

/// <summary>Small whole pictures of every format, and of the variants that decoders treat apart.</summary>
internal static class WholePictures
{
    // 16 x 12, with loss and alpha.
    private const string AlphaWebp =
        "UklGRpIAAABXRUJQVlA4WAoAAAAQAAAADwAACwAAQUxQSBgAAAABFyAQSFKffI2ICAeBAGHSpFQFEf0PyhdWUDggVAAAALAC"
        + "AJ0BKhAADAACADQlqAJ0ugEmAwQD1/wMchjYwAD+6pftN+W6XPawOv1NihrBfAw9N/+bLf7/Q0v7m+cFXo/qL/+OLQ4SJ/9Z"
        + "tvvSS2b/6C3AAA==";

    // 24 x 20, colours at half the size, with restart markers; then the same in scans.
    private const string SubsampledJpeg =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWG"
        + "kJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSk"
        + "pKSkpKSkpKSkpKSkpKT/wAARCAAUABgDASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAA"
        + "AgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6"
        + "Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXG"
        + "x8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREA"
        + "AgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5"
        + "OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPE"
        + "xcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/90ABAAB/9oADAMBAAIRAxEAPwClCuBnv0ArTSLYOCMjrnpVS1Qm"
        + "QHH3Rx9TTrubyzsRyDnqOv4V0OTvZHIlKT5Y+p//0LbyRwjEhGQM5zz+VFZUds8kTS7VjRehIzn/ACaKUqFByfPLUqFOTWiR"
        + "/9F0PyQbl68n9KqQost9tccD/P8ASiitG7Sb8n+ROH+Gp8j/0rM/JVOx5NFFFVhYr2exnVbTVj//2Q==";

    private const string SubsampledProgressiveJpeg =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWG"
        + "kJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSk"
        + "pKSkpKSkpKSkpKSkpKT/wgARCAAUABgDASIAAhEBAxEB/8QAFwABAQEBAAAAAAAAAAAAAAAAAAMBBP/EABYBAQEBAAAAAAAA"
        + "AAAAAAAAAAECA//dAAQAAf/aAAwDAQACEAMQAAABh1R3TH//0KuUP//R2JR//9KgZ//EABkQAQADAQEAAAAAAAAAAAAAAAEA"
        + "AhExIf/aAAgBAQABBQIn/9DJ/9HQn//Sr3//07OT/9Qrp//VOf/WPb//12f/xAAZEQADAQEBAAAAAAAAAAAAAAAAAQIhAzH/"
        + "2gAIAQMBAT8B14j/0FLP/9Hn5R//0qP/xAAbEQACAgMBAAAAAAAAAAAAAAAAAQIRAyEiQf/aAAgBAgEBPwGz/9Bwhe2f/9H0"
        + "/9LEuT//xAAXEAEAAwAAAAAAAAAAAAAAAAAAESEx/9oACAEBAAY/An//0H//0bf/0n//03//1Jx//9V//9Z//9d//8QAGhAB"
        + "AQEAAwEAAAAAAAAAAAAAAQARITFBkf/aAAgBAQABPyE3/9Axf//RYv/SPxf/0+sN/9REwAv/1eOy/9YmLf/X8l//2gAMAwEA"
        + "AgADAAAAELf/0Mv/0XP/0vP/xAAZEQEBAAMBAAAAAAAAAAAAAAABABEhgbH/2gAIAQMBAT8QBOl//9BhoL//0fBf/9JomL//"
        + "xAAaEQEAAgMBAAAAAAAAAAAAAAABABExQWGx/9oACAECAQE/EFXRP//QWs0//9FaTx8n/9INJ//EACAQAAICAgEFAQAAAAAA"
        + "AAAAAAERACExQfBhcYGRocH/2gAIAQEAAT8QQHvAE//QXohjLxP/0RCIMBt36n//0ikCsK7mf//TcfBeRnxP/9TTURIb4Z//"
        + "1erLPyf/1kpoc/J//9e50mzP/9k=";

    private const string GreyJpeg =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWG"
        + "kJ6jq62rZ4C8ybqmx5moq6T/wAALCAAMABABAREA/8QAFwABAQEBAAAAAAAAAAAAAAAAAAMBBP/EACAQAAICAgEFAQAAAAAA"
        + "AAAAAAERACExQfBhcYGRocH/3QAEAAH/2gAIAQEAAD8A4ioPeAJ//9CwgUQxl4n/0YMBWlY7uf/SyqbDEGrYn//Z";

    public static IReadOnlyDictionary<string, byte[]> All { get; } =
        new Dictionary<string, byte[]>
        {
            ["JPEG, turned"] = EncodedSamples.Jpeg,
            ["JPEG, progressive"] = EncodedSamples.ProgressiveJpeg,
            ["JPEG, hidden scan"] = EncodedSamples.HiddenScanJpeg,
            ["JPEG, inks"] = EncodedSamples.InkJpeg,
            ["JPEG, subsampled"] = Convert.FromBase64String(SubsampledJpeg),
            ["JPEG, subsampled, progressive"] = Convert.FromBase64String(SubsampledProgressiveJpeg),
            ["JPEG, grey"] = Convert.FromBase64String(GreyJpeg),
            ["WebP"] = EncodedSamples.Webp,
            ["WebP, lossless"] = EncodedSamples.LosslessWebp,
            ["WebP, alpha"] = Convert.FromBase64String(AlphaWebp),
            ["WebP, animated"] = EncodedSamples.AnimatedWebp,
            ["WebP, turned"] = EncodedSamples.TurnedWebp,
            ["PNG"] = TinyPng.Encode(9, 7, TinyPng.Rgba, Samples(9 * 7 * 4)),
            ["PNG, interlaced"] = TinyPng.Encode(9, 7, TinyPng.Rgb, Samples(9 * 7 * 3), interlaced: true),
            ["PNG, 16 bits"] = TinyPng.Encode(9, 7, TinyPng.Rgba, 16, Samples(9 * 7 * 8)),
            ["PNG, 16 bits, interlaced"] = TinyPng.Encode(
                9,
                7,
                TinyPng.GreyAlpha,
                16,
                Samples(9 * 7 * 4),
                interlaced: true
            ),
            ["PNG, one colour transparent"] = TinyPng.Encode(
                9,
                7,
                TinyPng.Rgb,
                Samples(9 * 7 * 3),
                false,
                ("tRNS", [0, 1, 0, 4, 0, 9])
            ),
            ["PNG, turned"] = OrientedPicture.Png(OrientedPicture.Exif(6, littleEndian: true)),
            ["PNG, grey"] = TinyPng.Encode(
                9,
                7,
                TinyPng.GreyAlpha,
                Samples(9 * 7 * 2),
                false,
                ("tEXt", "a\0b"u8.ToArray()),
                ("gAMA", [0, 0, 0xB1, 0x8F])
            ),
            ["PNG, indexed"] = TinyPng.Encode(
                9,
                7,
                TinyPng.Indexed,
                [.. Enumerable.Range(0, 9 * 7).Select(i => (byte)(i % 3))],
                false,
                ("PLTE", [1, 2, 3, 4, 5, 6, 7, 8, 9]),
                ("tRNS", [9])
            ),
            ["BMP"] = TinyBmp.Colours(),
            ["BMP, indexed"] = TinyBmp.Encode(5, 3, 8, Samples(64), Samples(24), colours: 16),
            ["BMP, bits"] = TinyBmp.Encode(13, -3, 1, Samples(8), Samples(12), colours: 2),
            ["BMP, masked"] = TinyBmp.Encode(
                3,
                3,
                16,
                [0, 0xF8, 0, 0, 0xE0, 7, 0, 0, 0x1F, 0, 0, 0],
                Samples(24),
                compression: 3
            ),
            ["BMP, runs"] = TinyBmp.Encode(4, 2, 8, Samples(1024), [4, 1, 0, 0, 4, 2, 0, 1], compression: 1),
            ["GIF"] = TinyGif.Encode(
                6,
                9,
                TinyGif.Frame(
                    0,
                    0,
                    6,
                    9,
                    [.. Enumerable.Range(0, 54).Select(i => (byte)(i % 8))],
                    interlaced: true,
                    transparent: 3
                ),
                TinyGif.Frame(0, 0, 1, 1, [1])
            ),
            ["GIF, own colours"] = TinyGif.Encode(
                3,
                3,
                TinyGif.Frame(
                    1,
                    1,
                    6,
                    4,
                    [.. Enumerable.Range(0, 24).Select(i => (byte)(i * i % 8))],
                    palette: TinyGif.Palette
                )
            ),
        };

    private static byte[] Samples(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(i * i))];
}
