// A list for the window: rows by id, changed in place.
#pragma once

#include <QAbstractListModel>
#include <QVariantMap>
#include <vector>

namespace zoufang::tablet {

// One role, "row", a map with an "id". A new state of the list moves as little as possible: what
// stays keeps its delegate, and with it the focus and the place of the finger.
class RowModel : public QAbstractListModel {
  Q_OBJECT
  Q_PROPERTY(int count READ Count NOTIFY countChanged)

 public:
  using Rows = std::vector<QVariantMap>;

  using QAbstractListModel::QAbstractListModel;

  int rowCount(const QModelIndex& parent = QModelIndex()) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

  int Count() const { return static_cast<int>(rows_.size()); }
  Q_INVOKABLE QVariantMap get(int index) const;
  // Ids are unique in `rows`.
  void Show(Rows rows);

 signals:
  void countChanged();

 private:
  void RemoveMissing(const Rows& rows);
  int Find(const QVariant& id, int from) const;

  Rows rows_;
};

}  // namespace zoufang::tablet
