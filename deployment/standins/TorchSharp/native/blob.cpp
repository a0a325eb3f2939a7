// Tensors over memory that the managed side owns.
#include "shim.h"

#include <ATen/ops/from_blob.h>

// The tensor reads and writes 'data' in place; 'release' is called with 'context' once nothing uses it any more.
DCT_EXPORT void* dct_from_blob(void* data, const int64_t* sizes, int32_t dims, int32_t type, void (*release)(void*), void* context) {
  return dct::guarded<void*>(nullptr, [&] {
    auto options = at::TensorOptions().dtype(static_cast<at::ScalarType>(type));
    return dct::give(at::from_blob(data, at::IntArrayRef(sizes, dims), [release, context](void*) { release(context); }, options));
  });
}
