// The line between a tablet and the server: a TCP relay that can be cut, or carry nothing up.
#pragma once

#include <atomic>
#include <cstdint>
#include <limits>
#include <map>
#include <thread>

namespace zoufang::testing {

class Network {
 public:
  // To the server's port on this machine.
  explicit Network(int server_port);
  ~Network();

  // Where tablets reach the server.
  int port() const { return port_; }
  // Bytes that went to tablets so far.
  int64_t bytes_down() const { return bytes_down_; }

  // The line goes, and stays away, once so many more bytes went to tablets.
  void CutAfter(int64_t bytes) { cut_at_ = bytes_down_ + bytes; }
  bool cut() const { return bytes_down_ >= cut_at_; }
  void Restore() { cut_at_ = std::numeric_limits<int64_t>::max(); }
  // While it is held, what tablets send arrives nowhere; the connections stay.
  void HoldUpward(bool held) { held_ = held; }

 private:
  void Run();
  void Accept();
  void CloseAll();
  // Carries what is there from one end to the other. False: an end is closed.
  bool Carry(int from, bool down);

  const int server_port_;
  int listening_ = -1;
  int port_ = 0;
  std::map<int, int> other_;     // The two ends of each connection, both ways.
  std::map<int, bool> is_down_;  // True: what comes from this end goes to a tablet.
  std::atomic<int64_t> bytes_down_ = 0;
  std::atomic<int64_t> cut_at_ = std::numeric_limits<int64_t>::max();
  std::atomic<bool> held_ = false;
  std::atomic<bool> ending_ = false;
  std::thread thread_;
};

}  // namespace zoufang::testing
