using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Gets the length of every dimension.</summary>
        public long[] shape => size();

        public long Dimensions => Ask(Shim.dct_dim(Handle));

        public long ndim => Dimensions;

        public long NumberOfElements => Ask(Shim.dct_numel(Handle));

        /// <summary>Gets the bytes of one element.</summary>
        public long ElementSize => Ask(Shim.dct_element_size(Handle));

        public ScalarType dtype => (ScalarType)Ask(Shim.dct_type(Handle));

        public Device device => device_type == DeviceType.CPU ? CPU : new Device(device_type, device_index);

        public int device_index => (int)Ask(Shim.dct_device_index(Handle));

        public DeviceType device_type => (DeviceType)Ask(Shim.dct_device_type(Handle));

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_meta => device_type == DeviceType.META;

        /// <summary>Gets whether it was not computed by an operator that autograd recorded.</summary>
        public bool is_leaf => Ask(Shim.dct_is_leaf(Handle)) != 0;

        public bool requires_grad
        {
            get => Ask(Shim.dct_requires_grad(Handle)) != 0;
            set
            {
                Op.Check(Shim.dct_set_requires_grad(Handle, value ? 1 : 0));
                GC.KeepAlive(this);
            }
        }

        /// <summary>Gets a new handle on the gradient that backward passes summed up, or null before the first.</summary>
        public unsafe Tensor? grad
        {
            get
            {
                nint found;
                Op.Check(Shim.dct_grad(Handle, &found));
                GC.KeepAlive(this);
                return found == 0 ? null : new Tensor(found);
            }

            set
            {
                Op.Check(Shim.dct_set_grad(Handle, value is null ? 0 : value.Handle));
                GC.KeepAlive(this);
                GC.KeepAlive(value);
            }
        }

        public long dim() => Dimensions;

        public long numel() => NumberOfElements;

        public long element_size() => ElementSize;

        public unsafe long[] size()
        {
            var sizes = new long[Dimensions];
            fixed (long* first = sizes)
                Op.Check(Shim.dct_sizes(Handle, first));
            GC.KeepAlive(this);
            return sizes;
        }

        public long size(int dim) => Op.Plain("size.int", this, (long)dim).Bits;

        public unsafe long[] stride()
        {
            var strides = new long[Dimensions];
            fixed (long* first = strides)
                Op.Check(Shim.dct_strides(Handle, first));
            GC.KeepAlive(this);
            return strides;
        }

        public long stride(int dim) => Op.Plain("stride.int", this, (long)dim).Bits;

        public long storage_offset() => Ask(Shim.dct_storage_offset(Handle));

        public bool is_contiguous() => Ask(Shim.dct_is_contiguous(Handle)) != 0;

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_complex() => torch.is_complex(dtype);

        public bool is_nonzero() => numel() == 1
            ? ToScalar().ToBoolean()
            : throw new InvalidOperationException($"is_nonzero() called on a tensor of {numel()} elements, expected one.");

        public Tensor requires_grad_(bool requires_grad = true) => with_requires_grad(requires_grad);

        public Tensor with_requires_grad(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        /// <summary>Keeps the gradient of a tensor that is no leaf.</summary>
        public void retain_grad()
        {
            Op.Check(Shim.dct_retain_grad(Handle));
            GC.KeepAlive(this);
        }

        /// <summary>Computes the gradients of all leaves that it was computed from and adds them to theirs.</summary>
        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);

        public void backward() => autograd.backward([this]);

        /// <summary>Gets the shape, type and device, such as "[2x3], type = Float32, device = cpu".</summary>
        public override string ToString() => $"[{string.Join('x', shape)}], type = {dtype}, device = {device}";

        // Keeps it from being finalised before the native side has answered.
        private long Ask(long answer)
        {
            GC.KeepAlive(this);
            return answer;
        }
    }
}
