// The C interface between the managed stand-in and libtorch: opaque handles, tagged values, no exception leaves a function.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <exception>

#define DCT_EXPORT extern "C" __attribute__((visibility("default")))

// A tagged argument or result; 'count' is the length of lists.
struct DctValue {
  enum Kind : int32_t { None, Tensor, Int, Double, Bool, IntList, TensorList, OptionalTensorList, Device, Generator, String, Default };
  int32_t kind;
  int32_t count;
  union {
    int64_t integer;
    double real;
    const void* pointer;
  };
};
static_assert(sizeof(DctValue) == 16, "the managed side lays it out so");

namespace dct {

// Keeps the message for the thread's next dct_last_error.
void set_error(const char* message);
void set_current_exception();

// Every tensor handed out is counted, so that leaks can be tested.
at::Tensor* give(at::Tensor tensor);
void take_back(at::Tensor* tensor);
int64_t live();

inline const at::Tensor& tensor(const void* handle) { return *static_cast<const at::Tensor*>(handle); }
inline at::Generator& generator(const void* handle) { return *static_cast<at::Generator*>(const_cast<void*>(handle)); }
c10::Device device(int64_t code);

// Runs 'body'; on an exception keeps its message and returns 'failed'.
template <typename Result, typename Body>
Result guarded(Result failed, Body&& body) {
  try {
    return body();
  } catch (...) {
    set_current_exception();
    return failed;
  }
}

// As above for functions without a result: 0, or 1 after an exception.
template <typename Body>
int32_t guarded(Body&& body) {
  return guarded<int32_t>(1, [&] {
    body();
    return 0;
  });
}

}  // namespace dct
