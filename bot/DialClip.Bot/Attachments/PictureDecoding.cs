using DialClip.Model.Imaging;

namespace DialClip.Bot.Attachments;

/// <summary>Decodes a picture within limits.</summary>
internal delegate RgbImage PictureDecoding(byte[] bytes, ImageLimits limits);
