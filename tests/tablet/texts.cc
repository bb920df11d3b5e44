// What the app says: in both languages, in an officer's words.
#include "clients/tablet/texts.h"

#include <gmock/gmock.h>

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <vector>

#include "clients/connection/errors.h"
#include "clients/fieldwork/errors.h"
#include "domain/entities.h"
#include "sync/base/errors.h"

namespace zoufang::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(TextsTest, EveryTextThatAScreenSaysIsThereInBothLanguages) {
  static const QRegularExpression kSaid("T\\.say\\(\"([a-z_0-9]+)\"[,)]");
  int said = 0;
  for (const char* language : {"zh", "en"}) {
    tablet::Texts texts;
    texts.SetLanguage(language);
    QDirIterator screens(":/Zoufang", {"*.qml"});
    while (screens.hasNext()) {
      QFile screen(screens.next());
      ASSERT_TRUE(screen.open(QIODevice::ReadOnly));
      auto keys = kSaid.globalMatch(QString::fromUtf8(screen.readAll()));
      while (keys.hasNext()) {
        const QString key = keys.next().captured(1);
        EXPECT_NE(texts.Say(key), "") << key.toStdString() << " in " << language;
        ++said;
      }
    }
  }
  EXPECT_GT(said, 200);
}

// Of the registry and of what the desk keeps an officer writes nothing.
bool WrittenOnTablets(const schema::Catalogue& catalogue, const schema::Entity& entity) {
  if (entity.parent != 0) return WrittenOnTablets(catalogue, *catalogue.Find(entity.parent));
  return entity.fixed_scope.empty();
}

TEST(TextsTest, WhatAnOfficerWritesIsLabelledInEnglishToo) {
  const auto catalogue = domain::ProductCatalogue();
  ASSERT_TRUE(catalogue.ok()) << catalogue.status();
  tablet::Texts texts;
  EXPECT_EQ(texts.Label("开放时间"), "开放时间");
  texts.SetLanguage("en");
  EXPECT_EQ(texts.Label("开放时间"), "Opening hours");
  int labelled = 0;
  const auto expect_english = [&](const std::string& label, const std::string& of) {
    if (label.empty()) return;  // Shown to nobody.
    EXPECT_NE(texts.Label(label).toStdString(), label) << of;
    ++labelled;
  };
  for (const schema::Entity& entity : catalogue->entities()) {
    if (!WrittenOnTablets(*catalogue, entity)) continue;
    expect_english(entity.label_zh, entity.table);
    for (const schema::Field& field : entity.fields) {
      expect_english(field.rules.label_zh(), entity.table + "." + field.name);
    }
  }
  EXPECT_GT(labelled, 100);
}

TEST(TextsTest, NoErrorSpeaksOfTheCommandLine) {
  const std::vector<absl::Status> errors = {connection::AnswerNotUnderstood("desk:8440", 12),
                                            connection::CaNeeded("desk:8440"),
                                            connection::CaUnreadable("/ca.pem"),
                                            connection::ServerNotTrusted("desk:8440"),
                                            connection::ServerTooSlow("desk:8440"),
                                            connection::ServerUnreachable("desk:8440"),
                                            connection::TicketUnknown(),
                                            fieldwork::AlreadyEnrolled("lina"),
                                            fieldwork::AttentionNotAgain("x"),
                                            fieldwork::AttentionUnknown("x"),
                                            fieldwork::FieldOfRegistry("名称", "name"),
                                            fieldwork::FindingNotForRecheck("x"),
                                            fieldwork::FindingNotOpen("x"),
                                            fieldwork::QuestionUnknown("x"),
                                            fieldwork::TabletMissing("/tablet.db"),
                                            fieldwork::TabletOfAnotherUser("lina"),
                                            base::NotEnrolled()};
  for (const char* language : {"zh", "en"}) {
    tablet::Texts texts;
    texts.SetLanguage(language);
    for (const absl::Status& error : errors) {
      const std::string said = texts.Explain(error).toStdString();
      EXPECT_NE(said, "") << error;
      for (const char* word : {"--", "ZOUFANG_", "zoufang ", "state="}) {
        EXPECT_THAT(said, Not(HasSubstr(word)));
      }
    }
  }
}

}  // namespace
}  // namespace zoufang::testing
