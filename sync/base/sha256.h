// SHA-256 of bytes as they come.
#pragma once

#include <openssl/evp.h>

#include <array>
#include <memory>

#include "absl/strings/string_view.h"

namespace zoufang::base {

// By OpenSSL, which uses the processor's own instructions for it: a third of libsodium's time. Its
// calls fail only without memory.
class Sha256Stream {
 public:
  using Digest = std::array<unsigned char, 32>;

  Sha256Stream() : context_(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
    static const EVP_MD* const kSha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    EVP_DigestInit_ex2(context_.get(), kSha256, nullptr);
  }
  void Add(absl::string_view bytes) {
    EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size());
  }
  // Once.
  Digest Finish() {
    Digest digest;
    EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr);
    return digest;
  }

 private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

}  // namespace zoufang::base
