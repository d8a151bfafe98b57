#pragma once

#include "model/base/ids.h"
#include "model/items/iconid.h"

#include <QHash>
#include <QString>

namespace persistence {

class DraftKeeper;
class EditBuffer;

/// How a record with a draft is marked in lists, never by colour alone.
enum class DraftMark { None, New, Edited, Deletion, Behind, Failed };

[[nodiscard]] DraftMark draftMark(const DraftKeeper &drafts, const EditBuffer *buffer);
/// The marks of all records with a draft; new records have no row yet.
using DraftMarks = QHash<RecordRow, DraftMark>;
[[nodiscard]] DraftMarks draftMarks(const DraftKeeper &drafts);

[[nodiscard]] IconId draftIcon(DraftMark mark);
/// In words, for a tooltip or a column: "Edited, not saved".
[[nodiscard]] QString draftText(DraftMark mark);

} // namespace persistence
