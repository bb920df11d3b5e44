#include "clients/tablet/settings.h"

#include <QPasswordDigestor>
#include <QRegularExpression>

namespace zoufang::tablet {
namespace {

constexpr int kRounds = 100'000;
constexpr int kHashBytes = 32;
constexpr int kSaltBytes = 16;

QByteArray HashOf(const QString& pin, const QByteArray& salt) {
  return QPasswordDigestor::deriveKeyPbkdf2(QCryptographicHash::Sha256, pin.toUtf8(), salt, kRounds,
                                            kHashBytes);
}

}  // namespace

void Settings::Set(const QString& key, const QVariant& value) {
  if (file_.value(key) == value) return;
  file_.setValue(key, value);
  emit changed();
}

bool Settings::setPin(const QString& pin) {
  static const QRegularExpression kDigits("^[0-9]{4,8}$");
  if (pin.isEmpty()) {
    file_.remove("pin_hash");
  } else if (kDigits.match(pin).hasMatch()) {
    const QByteArray salt = QByteArray::fromStdString(random_.Bytes(kSaltBytes));
    file_.setValue("pin_salt", salt.toHex());
    file_.setValue("pin_hash", HashOf(pin, salt).toHex());
  } else {
    return false;
  }
  emit changed();
  return true;
}

bool Settings::checkPin(const QString& pin) const {
  const QByteArray salt = QByteArray::fromHex(file_.value("pin_salt").toByteArray());
  return HashOf(pin, salt) == QByteArray::fromHex(file_.value("pin_hash").toByteArray());
}

void Settings::Pin(const QString& id, bool pinned) {
  QStringList ids = file_.value("pinned").toStringList();
  ids.removeAll(id);
  if (pinned) ids.append(id);
  file_.setValue("pinned", ids);
}

int Settings::PinnedAt(const QString& id) const {
  return static_cast<int>(file_.value("pinned").toStringList().indexOf(id));
}

}  // namespace zoufang::tablet
