// The content of an enrolment's QR code.
#include "clients/connection/enrolment_ticket.h"

#include <gtest/gtest.h>

namespace zoufang::connection {
namespace {

TEST(EnrolmentTicketTest, WhatIsWrittenIsRead) {
  for (const char* server : {"zoufang.example.gov.cn:8440", "10.1.2.3:8440", "[fe80::1]:8440"}) {
    const auto read = ParseTicket(TicketText({server, "ABCD-EFGH-JKLM"}));
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(read->server, server);
    EXPECT_EQ(read->code, "ABCD-EFGH-JKLM");
  }
}

TEST(EnrolmentTicketTest, PartsOfALaterVersionArePassedOver) {
  const auto read = ParseTicket("zoufang:enrol?v=2&server=a:1&code=X&note=%20");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->server, "a:1");
}

TEST(EnrolmentTicketTest, AnyOtherTextIsRefused) {
  for (const std::string& text :
       {std::string(), std::string("https://example.com"), std::string("zoufang:enrol?"),
        std::string("zoufang:enrol?server=a:1"), std::string("zoufang:enrol?code=X"),
        std::string("zoufang:enrol?server=a b&code=X"),
        std::string("zoufang:enrol?server=a&code=\n"),
        "zoufang:enrol?server=a&code=" + std::string(400, 'X')}) {
    EXPECT_EQ(ParseTicket(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

}  // namespace
}  // namespace zoufang::connection
