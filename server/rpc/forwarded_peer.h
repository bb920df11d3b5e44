// For whom the gateway calls.
#pragma once

namespace zoufang::rpc {

// Metadata of the gateway's calls: the address of the HTTP client, as "ipv4:10.1.2.3", and the
// gateway's key, without which the address is not believed. (gRPC itself says "unknown" of a caller
// inside the process.)
inline constexpr char kForwardedPeerKey[] = "x-zoufang-peer";
inline constexpr char kGatewayKeyKey[] = "x-zoufang-gateway";

}  // namespace zoufang::rpc
