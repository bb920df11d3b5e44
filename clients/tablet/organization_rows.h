// What is shown of an organisation, as rows.
#pragma once

#include "clients/fieldwork/registry.h"
#include "clients/tablet/row_model.h"
#include "clients/tablet/texts.h"

namespace zoufang::tablet {

QVariantMap OrganizationData(const fieldwork::OrganizationCard& card, const Texts& texts,
                             absl::Time now);
RowModel::Rows FactRows(const v1::Organization& organization, const Texts& texts);
RowModel::Rows VisitRows(const std::vector<v1::Visit>& visits, const Texts& texts, absl::Time now);
RowModel::Rows FindingRows(const std::vector<v1::Finding>& findings, const Texts& texts);

}  // namespace zoufang::tablet
