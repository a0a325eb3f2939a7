using TorchSharp.Native;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Gets or sets the raw values of a contiguous tensor; the span is valid while the tensor is.</summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                RequireContiguous();
                return new Span<byte>(DataPointer(), checked((int)(NumberOfElements * ElementSize)));
            }

            set
            {
                RequireContiguous();
                var length = NumberOfElements * ElementSize;
                if (length != value.Length)
                    throw new ArgumentException($"Got {value.Length} bytes for a tensor of {length}.", nameof(value));
                value.CopyTo(new Span<byte>(DataPointer(), value.Length));
                GC.KeepAlive(this);
            }
        }

        /// <summary>Reads and writes the values in place.</summary>
        /// <exception cref="ArgumentException">The type is not the tensor's.</exception>
        public TensorAccessor<T> data<T>()
            where T : unmanaged
        {
            ValidateType(typeof(T));
            return new TensorAccessor<T>(device_type == DeviceType.CPU ? this : cpu());
        }

        /// <summary>Gets the value of a tensor of one element.</summary>
        public T item<T>()
            where T : unmanaged => NumberOfElements == 1
                ? data<T>()[0]
                : throw new ArgumentException($"Number of elements in the tensor must be 1, found {NumberOfElements}.");

        public T ReadCpuValue<T>(long i)
            where T : unmanaged => data<T>()[i];

        /// <summary>Gets the value of a tensor of one element, whatever its type.</summary>
        public Scalar ToScalar()
        {
            var value = Op.Plain("item", this);
            return value.Kind switch
            {
                ValueKind.Int => new Scalar(value.Bits),
                ValueKind.Bool => new Scalar((Arg)(value.Bits != 0)),
                _ => new Scalar(BitConverter.Int64BitsToDouble(value.Bits)),
            };
        }

        public void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            RequireContiguous();
            stream.Write(bytes);
        }

        public void ReadBytesFromStream(Stream stream, int bufferSize = 1024)
        {
            RequireContiguous();
            stream.ReadExactly(bytes);
        }

        public static Tensor Load(BinaryReader reader) => TensorExtensionMethods.Load(reader);

        public static Tensor Load(Stream stream)
        {
            using var reader = new BinaryReader(stream);
            return Load(reader);
        }

        public static Tensor Load(string location)
        {
            using var stream = File.OpenRead(location);
            return Load(stream);
        }

        public static explicit operator float(Tensor value) => value.ToSingle();

        public static explicit operator double(Tensor value) => value.ToDouble();

        public static explicit operator sbyte(Tensor value) => value.ToSByte();

        public static explicit operator byte(Tensor value) => value.ToByte();

        public static explicit operator short(Tensor value) => value.ToInt16();

        public static explicit operator int(Tensor value) => value.ToInt32();

        public static explicit operator long(Tensor value) => value.ToInt64();

        public static explicit operator bool(Tensor value) => value.ToBoolean();

        internal unsafe void* DataPointer()
        {
            if (device_type != DeviceType.CPU)
                throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
            void* pointer;
            Op.Check(Shim.dct_data(Handle, &pointer));
            GC.KeepAlive(this);
            return pointer;
        }

        internal void ValidateType(Type type)
        {
            if (!types.TryGetValue(type, out var wanted) || wanted != dtype)
                throw new ArgumentException($"{type.Name} is not compatible with {dtype}");
        }

        private void RequireContiguous()
        {
            if (!is_contiguous())
                throw new InvalidOperationException("Bytes() called on non-contiguous tensor.");
        }
    }
}
