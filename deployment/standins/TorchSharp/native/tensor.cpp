// Tensor handles: their life, what they say of themselves, and their gradients.
#include "shim.h"

#include <atomic>
#include <cstring>
#include <stdexcept>
#include <string>

namespace {

std::atomic<int64_t> live_handles{0};
thread_local std::string last_error;

}  // namespace

namespace dct {

void set_error(const char* message) { last_error = message; }

void set_current_exception() {
  try {
    throw;
  } catch (const c10::Error& error) {
    last_error = error.what_without_backtrace();
  } catch (const std::exception& error) {
    last_error = error.what();
  } catch (...) {
    last_error = "libtorch threw something that is no exception";
  }
}

at::Tensor* give(at::Tensor tensor) {
  live_handles.fetch_add(1, std::memory_order_relaxed);
  return new at::Tensor(std::move(tensor));
}

void take_back(at::Tensor* tensor) {
  live_handles.fetch_sub(1, std::memory_order_relaxed);
  delete tensor;
}

int64_t live() { return live_handles.load(std::memory_order_relaxed); }

c10::Device device(int64_t code) {
  // The low byte is the index (0xff for the current one), the rest the type.
  return c10::Device(static_cast<c10::DeviceType>(code >> 8), static_cast<int8_t>(code & 0xff));
}

}  // namespace dct

DCT_EXPORT const char* dct_last_error() { return last_error.c_str(); }

DCT_EXPORT int64_t dct_live_tensors() { return dct::live(); }

DCT_EXPORT void dct_free(void* tensor) { dct::take_back(static_cast<at::Tensor*>(tensor)); }

// A second handle on the same tensor, gradient and all.
DCT_EXPORT void* dct_share(const void* tensor) { return dct::give(dct::tensor(tensor)); }

DCT_EXPORT int64_t dct_dim(const void* tensor) { return dct::tensor(tensor).dim(); }

DCT_EXPORT int64_t dct_numel(const void* tensor) { return dct::tensor(tensor).numel(); }

DCT_EXPORT int32_t dct_sizes(const void* tensor, int64_t* sizes) {
  return dct::guarded([&] {
    auto from = dct::tensor(tensor).sizes();
    std::memcpy(sizes, from.data(), from.size() * sizeof(int64_t));
  });
}

DCT_EXPORT int32_t dct_strides(const void* tensor, int64_t* strides) {
  return dct::guarded([&] {
    auto from = dct::tensor(tensor).strides();
    std::memcpy(strides, from.data(), from.size() * sizeof(int64_t));
  });
}

DCT_EXPORT int32_t dct_type(const void* tensor) { return static_cast<int32_t>(dct::tensor(tensor).scalar_type()); }

DCT_EXPORT int64_t dct_element_size(const void* tensor) { return static_cast<int64_t>(dct::tensor(tensor).element_size()); }

DCT_EXPORT int64_t dct_storage_offset(const void* tensor) {
  return dct::guarded<int64_t>(-1, [&] { return dct::tensor(tensor).storage_offset(); });
}

DCT_EXPORT int32_t dct_is_contiguous(const void* tensor) { return dct::tensor(tensor).is_contiguous(); }

DCT_EXPORT int32_t dct_device_type(const void* tensor) { return static_cast<int32_t>(dct::tensor(tensor).device().type()); }

DCT_EXPORT int32_t dct_device_index(const void* tensor) { return dct::tensor(tensor).device().index(); }

DCT_EXPORT int32_t dct_data(const void* tensor, void** data) {
  return dct::guarded([&] { *data = dct::tensor(tensor).data_ptr(); });
}

DCT_EXPORT int32_t dct_requires_grad(const void* tensor) { return dct::tensor(tensor).requires_grad(); }

DCT_EXPORT int32_t dct_set_requires_grad(const void* tensor, int32_t value) {
  return dct::guarded([&] { dct::tensor(tensor).set_requires_grad(value != 0); });
}

DCT_EXPORT int32_t dct_is_leaf(const void* tensor) { return dct::tensor(tensor).is_leaf(); }

DCT_EXPORT int32_t dct_retain_grad(const void* tensor) {
  return dct::guarded([&] { dct::tensor(tensor).retain_grad(); });
}

// '*grad' is null where there is none yet.
DCT_EXPORT int32_t dct_grad(const void* tensor, void** grad) {
  return dct::guarded([&] {
    const auto& found = dct::tensor(tensor).grad();
    *grad = found.defined() ? dct::give(found) : nullptr;
  });
}

DCT_EXPORT int32_t dct_set_grad(const void* tensor, const void* grad) {
  return dct::guarded([&] { dct::tensor(tensor).mutable_grad() = grad ? dct::tensor(grad) : at::Tensor(); });
}
