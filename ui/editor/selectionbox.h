#pragma once

#include "model/edit/bulk.h"

#include <QComboBox>

namespace persistence {

/// Which records something is done to: what is selected, what a filter found, a whole group. The first one is chosen to begin with.
class SelectionBox final : public QComboBox
{
    Q_OBJECT

public:
    /// \a selections: at least one.
    explicit SelectionBox(QList<RecordSelection> selections, QWidget *parent = nullptr);

    [[nodiscard]] const RecordSelection &selection() const { return m_selections[currentIndex()]; }

private:
    QList<RecordSelection> m_selections;
};

} // namespace persistence
