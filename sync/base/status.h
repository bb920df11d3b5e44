// Status macros: the two that absl leaves out.
#pragma once

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define ZF_CONCAT_INNER(a, b) a##b
#define ZF_CONCAT(a, b) ZF_CONCAT_INNER(a, b)

#define RETURN_IF_ERROR_IMPL(status, expr)            \
  do {                                                \
    if (absl::Status status = (expr); !status.ok()) { \
      return status;                                  \
    }                                                 \
  } while (false)

// Returns from the enclosing function when `expr` is not OK.
#define RETURN_IF_ERROR(expr) RETURN_IF_ERROR_IMPL(ZF_CONCAT(zf_status_, __COUNTER__), expr)

#define ASSIGN_OR_RETURN_IMPL(result, lhs, expr) \
  auto result = (expr);                          \
  if (!result.ok()) return result.status();      \
  lhs = std::move(result).value()

// Assigns the value of a StatusOr expression, or returns its status.
#define ASSIGN_OR_RETURN(lhs, expr) \
  ASSIGN_OR_RETURN_IMPL(ZF_CONCAT(zf_result_, __COUNTER__), lhs, expr)
