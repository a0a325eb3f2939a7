// Random generators, threads, and the one fused step of training.
#include "shim.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>

#include <malloc.h>

#include <cmath>
#include <mutex>
#include <stdexcept>

namespace {

// A training step asks for the same buffers again and again. Left alone, glibc gives them back to the system after each and fetches them anew, zeroed page by page.
// Half a gigabyte stays; what is larger than 32 MB, such as the weights of a tower, still goes back at once.
[[maybe_unused]] const bool kept = mallopt(M_MMAP_THRESHOLD, 32 << 20) == 1 && mallopt(M_TRIM_THRESHOLD, 512 << 20) == 1;

}  // namespace

// Raised with every change of this interface, so that a stale library is found out.
DCT_EXPORT int32_t dct_version() { return 1; }

DCT_EXPORT void* dct_generator_new(uint64_t seed) {
  return dct::guarded<void*>(nullptr, [&] { return new at::Generator(at::detail::createCPUGenerator(seed)); });
}

DCT_EXPORT void* dct_generator_default() {
  return dct::guarded<void*>(nullptr, [&] { return new at::Generator(at::detail::getDefaultCPUGenerator()); });
}

DCT_EXPORT void dct_generator_free(void* generator) { delete static_cast<at::Generator*>(generator); }

DCT_EXPORT int32_t dct_generator_seed(void* generator, uint64_t seed) {
  return dct::guarded([&] {
    auto& found = dct::generator(generator);
    std::lock_guard<std::mutex> lock(found.mutex());
    found.set_current_seed(seed);
  });
}

DCT_EXPORT uint64_t dct_generator_initial_seed(void* generator) { return dct::generator(generator).current_seed(); }

DCT_EXPORT void* dct_generator_state(void* generator) {
  return dct::guarded<void*>(nullptr, [&] {
    auto& found = dct::generator(generator);
    std::lock_guard<std::mutex> lock(found.mutex());
    return dct::give(found.get_state());
  });
}

DCT_EXPORT int32_t dct_generator_set_state(void* generator, const void* state) {
  return dct::guarded([&] {
    auto& found = dct::generator(generator);
    std::lock_guard<std::mutex> lock(found.mutex());
    found.set_state(dct::tensor(state));
  });
}

DCT_EXPORT int32_t dct_threads() { return at::get_num_threads(); }

DCT_EXPORT int32_t dct_set_threads(int32_t count) {
  return dct::guarded([&] { at::set_num_threads(count); });
}

DCT_EXPORT int32_t dct_interop_threads() { return at::get_num_interop_threads(); }

DCT_EXPORT int32_t dct_set_interop_threads(int32_t count) {
  return dct::guarded([&] { at::set_num_interop_threads(count); });
}

DCT_EXPORT int32_t dct_has_cuda() { return at::hasCUDA(); }

// One step of AdamW over one parameter in a single pass; 2 where these tensors need the general path.
DCT_EXPORT int32_t dct_adamw(const void* parameter, const void* gradient, const void* average, const void* square, double rate, double beta1, double beta2,
                             double epsilon, double decay, int64_t step) {
  return dct::guarded<int32_t>(1, [&] {
    const at::Tensor* all[] = {&dct::tensor(parameter), &dct::tensor(gradient), &dct::tensor(average), &dct::tensor(square)};
    for (const auto* one : all) {
      if (one->scalar_type() != at::kFloat || !one->device().is_cpu() || one->layout() != at::kStrided || !one->is_contiguous() ||
          one->numel() != all[0]->numel()) {
        return 2;
      }
    }
    float* w = all[0]->data_ptr<float>();
    const float* g = all[1]->data_ptr<float>();
    float* m = all[2]->data_ptr<float>();
    float* v = all[3]->data_ptr<float>();
    const float keep = static_cast<float>(1 - rate * decay);
    const float b1 = static_cast<float>(beta1), c1 = static_cast<float>(1 - beta1);
    const float b2 = static_cast<float>(beta2), c2 = static_cast<float>(1 - beta2);
    const float size = static_cast<float>(rate / (1 - std::pow(beta1, static_cast<double>(step))));
    const float root = static_cast<float>(1 / std::sqrt(1 - std::pow(beta2, static_cast<double>(step))));
    const float eps = static_cast<float>(epsilon);
    at::parallel_for(0, all[0]->numel(), 16384, [=](int64_t from, int64_t to) {
      for (int64_t i = from; i < to; ++i) {
        const float mi = m[i] = m[i] * b1 + g[i] * c1;
        const float vi = v[i] = v[i] * b2 + g[i] * g[i] * c2;
        w[i] = w[i] * keep - size * mi / (std::sqrt(vi) * root + eps);
      }
    });
    // Autograd has to notice that the values a graph may have kept are gone.
    all[0]->unsafeGetTensorImpl()->bump_version();
    return 0;
  });
}
