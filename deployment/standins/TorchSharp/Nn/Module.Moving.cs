using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking) => Move(dtype, InitializeDevice(device));

            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) =>
                Move(null, InitializeDevice(new Device(deviceType, deviceIndex)));

            protected internal virtual Module _to(ScalarType dtype, bool non_blocking) => Move(dtype, null);

            /// <summary>Makes the parameter that takes another's place, or none where nothing changes.</summary>
            protected static bool ReplaceParameter(ScalarType? dtype, Device? device, Parameter param, out Parameter? p)
            {
                p = null;
                var type = dtype is { } wanted && param.is_floating_point() ? wanted : param.dtype;
                var place = device ?? param.device;
                if (!Differs(param, type, place))
                    return false;
                using var quiet = no_grad();
                p = new Parameter(param.to(type, place), param.requires_grad);
                p.DetachFromDisposeScope();
                using var grad = param.grad;
                if (grad is not null)
                {
                    using var moved = grad.to(type, place);
                    p.grad = moved;
                }

                return true;
            }

            protected static bool ReplaceBuffer(ScalarType? dtype, Device? device, Tensor buffer, out Tensor? result)
            {
                result = null;
                var type = dtype is { } wanted && buffer.is_floating_point() ? wanted : buffer.dtype;
                var place = device ?? buffer.device;
                if (!Differs(buffer, type, place))
                    return false;
                result = buffer.to(type, place, disposeAfter: true).DetachFromDisposeScope();
                return true;
            }

            private static bool Differs(Tensor tensor, ScalarType type, Device place) => tensor.dtype != type || tensor.device_type != place.type;

            private Module Move(ScalarType? dtype, Device? device)
            {
                if (dtype is { } type && !torch.is_floating_point(type))
                    throw new ArgumentException($"nn.Module.to only accepts floating point types, but got desired dtype={type}", nameof(dtype));
                foreach (var (_, child) in named_children())
                    child.Move(dtype, device);
                foreach (var (key, parameter) in named_parameters(false).ToList())
                    if (ReplaceParameter(dtype, device, parameter, out var moved))
                    {
                        if (!TrySetProperty(key, moved))
                        {
                            parameter.Dispose();
                            ConditionallyRegisterParameter(key, moved);
                            SetField(key, moved);
                        }
                    }

                foreach (var (key, buffer) in named_buffers(false).ToList())
                    if (ReplaceBuffer(dtype, device, buffer, out var moved) && !TrySetProperty(key, moved))
                    {
                        ConditionallyRegisterBuffer(key, moved);
                        SetField(key, moved);
                    }

                return this;
            }

            private bool TrySetProperty(string key, object? value)
            {
                var property = GetType().GetProperty(key, BindingFlags.Public | BindingFlags.Instance);
                property?.SetValue(this, value);
                return property is not null;
            }

            private void SetField(string key, object? value) => Fields(GetType()).FirstOrDefault(field => field.ComponentName() == key)?.SetValue(this, value);
        }
    }
}
