// The backward pass, and which operators are recorded for it.
#include "shim.h"

#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>

#include <vector>

namespace {

std::vector<at::Tensor> gather(void* const* handles, int32_t count) {
  std::vector<at::Tensor> tensors;
  tensors.reserve(count);
  for (int32_t i = 0; i < count; ++i) tensors.push_back(handles[i] ? dct::tensor(handles[i]) : at::Tensor());
  return tensors;
}

}  // namespace

DCT_EXPORT int32_t dct_backward(void* const* roots, int32_t root_count, void* const* grads, int32_t grad_count, int32_t retain_graph, int32_t create_graph,
                                void* const* inputs, int32_t input_count) {
  return dct::guarded([&] {
    torch::autograd::backward(gather(roots, root_count), gather(grads, grad_count), retain_graph != 0, create_graph != 0, gather(inputs, input_count));
  });
}

// Fills 'results' with one handle an input, null where an unused input is allowed.
DCT_EXPORT int32_t dct_gradients(void* const* outputs, int32_t output_count, void* const* inputs, int32_t input_count, void* const* grads, int32_t grad_count,
                                 int32_t retain_graph, int32_t create_graph, int32_t allow_unused, void** results) {
  return dct::guarded([&] {
    auto found = torch::autograd::grad(gather(outputs, output_count), gather(inputs, input_count), gather(grads, grad_count), retain_graph != 0,
                                       create_graph != 0, allow_unused != 0);
    for (size_t i = 0; i < found.size(); ++i) results[i] = found[i].defined() ? dct::give(found[i]) : nullptr;
  });
}

DCT_EXPORT int32_t dct_grad_enabled() { return c10::GradMode::is_enabled(); }

DCT_EXPORT void dct_set_grad_enabled(int32_t enabled) { c10::GradMode::set_enabled(enabled != 0); }

DCT_EXPORT int32_t dct_inference_enabled() { return c10::InferenceMode::is_enabled(); }

// Guards nest: they have to be left in the reverse order, on the thread that entered them.
DCT_EXPORT void* dct_enter_inference(int32_t enabled) {
  return dct::guarded<void*>(nullptr, [&] { return new c10::InferenceMode(enabled != 0); });
}

DCT_EXPORT void dct_leave_inference(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }
