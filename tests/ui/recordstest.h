#pragma once

#include "tests/support/smallworkspace.h"
#include "ui/records/recordspanel.h"
#include "ui/records/recordtableview.h"

/// What tests of the table of records have in common.
namespace persistence::tests {

[[nodiscard]] RecordTableView *viewOf(const RecordsPanel &panel);
/// As it stands over the table.
[[nodiscard]] QString countOf(const RecordsPanel &panel);
/// The titles of the visible columns from left to right.
[[nodiscard]] QString titlesOf(const RecordsPanel &panel);
/// Shows it in a window of its own.
void show(RecordsPanel &panel);

/// Lines of records of one kind: `r00000` rates 0, `r00001` rates 1, and so on; the text of each is \a comment and its number.
[[nodiscard]] QByteArray feedback(int count, const QByteArray &comment = "t");
/// The group of these records.
[[nodiscard]] Group feedbackGroup(const SmallWorkspace &workspace);
/// Waits until their rows and the columns of their fields are there.
void showFeedback(RecordsPanel &panel, const SmallWorkspace &workspace);

} // namespace persistence::tests
