// Calls any operator that libtorch registers, by its schema name; autograd records it as it does for every caller.
#include "shim.h"

#include <ATen/core/List.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/ivalue.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace {

c10::IValue to_ivalue(const DctValue& value, const c10::Argument& argument) {
  switch (value.kind) {
    case DctValue::None:
      return c10::IValue();
    case DctValue::Tensor:
      return dct::tensor(value.pointer);
    case DctValue::Int:
      return value.integer;
    case DctValue::Double:
      return value.real;
    case DctValue::Bool:
      return value.integer != 0;
    case DctValue::IntList: {
      auto first = static_cast<const int64_t*>(value.pointer);
      return std::vector<int64_t>(first, first + value.count);
    }
    case DctValue::TensorList: {
      auto handles = static_cast<void* const*>(value.pointer);
      c10::List<at::Tensor> list;
      list.reserve(value.count);
      for (int32_t i = 0; i < value.count; ++i) {
        if (!handles[i]) throw std::invalid_argument("item " + std::to_string(i) + " of argument '" + argument.name() + "' is null");
        list.push_back(dct::tensor(handles[i]));
      }
      return list;
    }
    case DctValue::OptionalTensorList: {
      auto handles = static_cast<void* const*>(value.pointer);
      c10::List<c10::optional<at::Tensor>> list;
      list.reserve(value.count);
      for (int32_t i = 0; i < value.count; ++i) {
        list.push_back(handles[i] ? c10::optional<at::Tensor>(dct::tensor(handles[i])) : c10::nullopt);
      }
      return list;
    }
    case DctValue::Device:
      return dct::device(value.integer);
    case DctValue::Generator:
      return dct::generator(value.pointer);
    case DctValue::String:
      return std::string(static_cast<const char*>(value.pointer), value.count);
    case DctValue::Default:
      if (!argument.default_value()) throw std::invalid_argument("argument '" + argument.name() + "' has no default");
      return *argument.default_value();
    default:
      throw std::invalid_argument("unknown kind of argument " + std::to_string(value.kind));
  }
}

void append(std::vector<DctValue>& results, const c10::IValue& value) {
  DctValue result{};
  if (value.isTensor()) {
    result.kind = value.toTensor().defined() ? DctValue::Tensor : DctValue::None;
    if (value.toTensor().defined()) result.pointer = dct::give(value.toTensor());
  } else if (value.isInt()) {
    result.kind = DctValue::Int;
    result.integer = value.toInt();
  } else if (value.isDouble()) {
    result.kind = DctValue::Double;
    result.real = value.toDouble();
  } else if (value.isBool()) {
    result.kind = DctValue::Bool;
    result.integer = value.toBool();
  } else if (value.isTensorList()) {
    for (const at::Tensor& item : value.toTensorVector()) append(results, item);
    return;
  } else if (!value.isNone()) {
    throw std::invalid_argument("an operator returned a " + value.tagKind() + ", which this interface does not carry");
  }
  results.push_back(result);
}

}  // namespace

// Finds 'aten::NAME' with the overload (empty for none); null and an error where libtorch has no such operator.
DCT_EXPORT void* dct_operator(const char* name, const char* overload) {
  return dct::guarded<void*>(nullptr, [&]() -> void* {
    auto found = c10::Dispatcher::singleton().findSchema({std::string("aten::") + name, overload});
    if (!found) throw std::invalid_argument(std::string("this libtorch has no operator aten::") + name + (*overload ? "." : "") + overload);
    return new c10::OperatorHandle(*found);  // kept for the life of the process, as the caller does
  });
}

// Calls it. Arguments left out at the end take their defaults. '*results' stays valid until the thread's next call.
DCT_EXPORT int32_t dct_call(void* op, const DctValue* arguments, int32_t count, const DctValue** results, int32_t* result_count) {
  static thread_local std::vector<DctValue> kept;
  return dct::guarded([&] {
    const auto& handle = *static_cast<c10::OperatorHandle*>(op);
    const auto& declared = handle.schema().arguments();
    if (static_cast<size_t>(count) > declared.size()) {
      throw std::invalid_argument(toString(handle.operator_name()) + " takes " + std::to_string(declared.size()) + " arguments, got " + std::to_string(count));
    }
    torch::jit::Stack stack;
    stack.reserve(declared.size());
    const DctValue left_out{DctValue::Default, 0, {0}};
    for (size_t i = 0; i < declared.size(); ++i) {
      stack.push_back(to_ivalue(i < static_cast<size_t>(count) ? arguments[i] : left_out, declared[i]));
    }
    handle.callBoxed(stack);
    kept.clear();
    if (results == nullptr) return;
    for (const auto& value : stack) append(kept, value);
    *results = kept.data();
    *result_count = static_cast<int32_t>(kept.size());
  });
}
