#include "ui/panels/kindbar.h"

#include "model/items/differencemodel.h"
#include "model/items/itemtext.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"

#include <QHBoxLayout>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr std::array kKinds = {DifferenceKind::Changed, DifferenceKind::Retyped, DifferenceKind::Moved, DifferenceKind::Added,
                               DifferenceKind::Removed};

/// What a kind is called as a choice, and what it means.
std::pair<QString, QString> textsOf(DifferenceKind kind)
{
    switch (kind) {
    case DifferenceKind::Added:
        return {KindBar::tr("%1 added"), KindBar::tr("Records that are only on the right side")};
    case DifferenceKind::Removed:
        return {KindBar::tr("%1 removed"), KindBar::tr("Records that are only on the left side")};
    case DifferenceKind::Retyped:
        return {KindBar::tr("%1 type only"), KindBar::tr("Records with equal values of other types, such as 1 and \"1\"")};
    case DifferenceKind::Moved:
        return {KindBar::tr("%1 order only"), KindBar::tr("Records with equal fields in another order")};
    case DifferenceKind::Changed:
    case DifferenceKind::Same:
        break;
    }
    return {KindBar::tr("%1 changed"), KindBar::tr("Records that are on both sides with other fields")};
}

} // namespace

KindBar::KindBar(QWidget *parent) : QWidget(parent), m_same(new PlainLabel({}, this)), m_layout(new QHBoxLayout(this))
{
    m_layout->setContentsMargins(8, 2, 8, 2);
    // In a narrow window the buttons take two lines.
    auto *kinds = new QWidget(this);
    auto *flow = new FlowLayout(kinds);
    flow->setContentsMargins(0, 0, 0, 0);
    for (const DifferenceKind kind : kKinds) {
        auto *button = m_kinds[size_t(kind)] = new QToolButton(this);
        button->setObjectName(u"kind%1"_s.arg(int(kind)));
        button->setIcon(icon(differenceIcon(kind)));
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setAutoRaise(true);
        button->setCheckable(true);
        button->setChecked(true);
        setPlainToolTip(button, textsOf(kind).second);
        connect(button, &QToolButton::toggled, this, [this, kind](bool isShown) { emit kindToggled(kind, isShown); });
        flow->addWidget(button);
    }
    m_layout->addWidget(kinds, 3);
    m_same->setObjectName(u"sameRecords"_s);
    m_same->setDimmed(true);
    m_same->setElideMode(Qt::ElideRight);
    m_same->setContentsMargins(8, 0, 8, 0);
    m_layout->addWidget(m_same, 1);
    setTotal({}, false);
}

void KindBar::addWidget(QWidget *widget)
{
    m_layout->addWidget(widget, 1);
}

void KindBar::setTotal(const ComparisonTotal &total, bool isComplete)
{
    for (const DifferenceKind kind : kKinds) {
        QToolButton *button = m_kinds[size_t(kind)];
        button->setText(textsOf(kind).first.arg(numberText(total.of(kind))));
        button->setEnabled(total.of(kind) > 0 || !button->isChecked());
    }
    const QString same = numberText(total.of(DifferenceKind::Same));
    if (!isComplete)
        m_same->clear();
    else if (total.damaged == 0)
        m_same->setText(tr("%1 same").arg(same));
    else
        m_same->setText(tr("%1 same, %2 damaged and not compared").arg(same, numberText(total.damaged)));
}

} // namespace persistence
