using System.Globalization;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    private static readonly Device cpuDevice = new(DeviceType.CPU);
    private static Device default_device = new(DeviceType.CPU);

    /// <summary>Gets the processor.</summary>
    public static Device CPU => cpuDevice;

    /// <summary>Gets the current graphics device.</summary>
    /// <exception cref="InvalidOperationException">There is none; the stand-in's libtorch never has one.</exception>
    public static Device CUDA => InitializeDevice(new Device(DeviceType.CUDA));

    public static Device device(string description) => InitializeDevice(new Device(description));

    public static Device device(string deviceType, int index = -1) => InitializeDevice(new Device(deviceType, index));

    public static Device device(DeviceType deviceType, int index = -1) => InitializeDevice(new Device(deviceType, index));

    public static Device device(int index) => new(DeviceType.CUDA, index);

    public static Device get_default_device() => default_device;

    public static void set_default_device(Device device) => default_device = InitializeDevice(device);

    public static void set_default_device(string device) => set_default_device(new Device(device));

    public static bool TryInitializeDeviceType(DeviceType deviceType) => deviceType != DeviceType.MPS && (deviceType != DeviceType.CUDA || cuda.is_available());

    /// <summary>Checks that libtorch can use such a device.</summary>
    /// <exception cref="InvalidOperationException">It cannot.</exception>
    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (!TryInitializeDeviceType(deviceType))
            throw new InvalidOperationException(
                $"Torch device type '{deviceType}' is not available: this build runs on a stand-in over a libtorch for processors only. Use 'cpu', or build with the real TorchSharp package (-p:SdkSource=nuget).");
    }

    public static Device InitializeDevice(Device? device)
    {
        device ??= default_device;
        InitializeDeviceType(device.type);
        return device;
    }

    public static bool cuda_is_available() => cuda.is_available();

    /// <summary>Where tensors live and are computed with.</summary>
    public class Device
    {
        public Device(string description)
        {
            var parts = description.Split(':');
            type = Parse(parts[0]);
            if (parts.Length == 2)
                index = int.Parse(parts[1], CultureInfo.InvariantCulture);
        }

        public Device(string deviceType, int index = -1)
        {
            type = Parse(deviceType);
            this.index = index;
        }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        public Device(int index)
        {
            type = DeviceType.CUDA;
            this.index = index;
        }

        public DeviceType type { get; }

        /// <summary>Gets the number of the device among its kind, or -1 for the current one.</summary>
        public int index { get; } = -1;

        public static implicit operator Device(string description) => new(description);

        public override string ToString()
        {
            var name = type.ToString().ToLowerInvariant();
            return type == DeviceType.CPU || index == -1 ? name : $"{name}:{index}";
        }

        private static DeviceType Parse(string name) => Enum.Parse<DeviceType>(name.ToUpperInvariant());
    }

    public static partial class cuda
    {
        /// <summary>Says whether libtorch finds a graphics device; the stand-in's never does.</summary>
        public static bool is_available() => Shim.dct_has_cuda() != 0;

        public static int device_count() => 0;
    }
}
