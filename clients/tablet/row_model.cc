#include "clients/tablet/row_model.h"

#include <QSet>
#include <utility>

namespace zoufang::tablet {
namespace {

constexpr int kRow = Qt::UserRole;

QString IdOf(const QVariantMap& row) { return row.value("id").toString(); }

}  // namespace

int RowModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : Count(); }

QVariant RowModel::data(const QModelIndex& index, int role) const {
  if (role != kRow || !index.isValid() || index.row() >= Count()) return QVariant();
  return rows_[static_cast<size_t>(index.row())];
}

QHash<int, QByteArray> RowModel::roleNames() const { return {{kRow, "row"}}; }

QVariantMap RowModel::get(int index) const {
  return index >= 0 && index < Count() ? rows_[static_cast<size_t>(index)] : QVariantMap();
}

int RowModel::Find(const QVariant& id, int from) const {
  for (int i = from; i < Count(); ++i) {
    if (rows_[static_cast<size_t>(i)].value("id") == id) return i;
  }
  return -1;
}

void RowModel::RemoveMissing(const Rows& rows) {
  QSet<QString> ids;
  for (const QVariantMap& row : rows) ids.insert(IdOf(row));
  for (int i = Count() - 1; i >= 0; --i) {
    if (ids.contains(IdOf(rows_[static_cast<size_t>(i)]))) continue;
    beginRemoveRows(QModelIndex(), i, i);
    rows_.erase(rows_.begin() + i);
    endRemoveRows();
  }
}

void RowModel::Show(Rows rows) {
  const int before = Count();
  RemoveMissing(rows);
  for (int i = 0; i < static_cast<int>(rows.size()); ++i) {
    QVariantMap& row = rows[static_cast<size_t>(i)];
    const int at = Find(row.value("id"), i);
    if (at < 0) {
      beginInsertRows(QModelIndex(), i, i);
      rows_.insert(rows_.begin() + i, std::move(row));
      endInsertRows();
      continue;
    }
    if (at != i) {
      beginMoveRows(QModelIndex(), at, at, QModelIndex(), i);
      QVariantMap moved = std::move(rows_[static_cast<size_t>(at)]);
      rows_.erase(rows_.begin() + at);
      rows_.insert(rows_.begin() + i, std::move(moved));
      endMoveRows();
    }
    if (rows_[static_cast<size_t>(i)] == row) continue;
    rows_[static_cast<size_t>(i)] = std::move(row);
    emit dataChanged(index(i), index(i), {kRow});
  }
  if (Count() != before) emit countChanged();
}

}  // namespace zoufang::tablet
