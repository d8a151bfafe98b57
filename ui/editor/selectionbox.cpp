#include "ui/editor/selectionbox.h"

#include "ui/widgets/plaintext.h"

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// Characters that always have room; a longer title is cut by the box and shown by its tooltip.
constexpr int kShownCharacters = 30;

} // namespace

SelectionBox::SelectionBox(QList<RecordSelection> selections, QWidget *parent) : QComboBox(parent), m_selections(std::move(selections))
{
    setObjectName(u"selectionBox"_s);
    setAccessibleName(tr("Which records"));
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(kShownCharacters);
    connect(this, &QComboBox::currentIndexChanged, this, [this] { setPlainToolTip(this, currentText()); });
    for (const RecordSelection &selection : std::as_const(m_selections))
        addItem(selection.title);
}

} // namespace persistence
