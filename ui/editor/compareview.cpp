#include "ui/editor/compareview.h"

#include "model/items/roles.h"
#include "ui/editor/textpair.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"
#include "ui/widgets/tabledelegate.h"

#include <QCheckBox>
#include <QClipboard>
#include <QDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QShortcut>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>

#include <numeric>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// Smaller than what a hint needs: it must not push a small window off the screen.
constexpr int kMinListHeight = 80;

} // namespace

CompareView::CompareView(QWidget *parent)
    : QWidget(parent)
    , m_model(new DifferenceModel(this))
    , m_filter(new QLineEdit(this))
    , m_onlyDifferences(new QCheckBox(tr("Only differences"), this))
    , m_summary(new PlainLabel({}, this))
    , m_previous(new QToolButton(this))
    , m_next(new QToolButton(this))
    , m_asText(new QToolButton(this))
    , m_pages(new QStackedWidget(this))
    , m_table(new QTableView(this))
    , m_texts(new TextPair(this))
    , m_empty(new EmptyState(this))
{
    setObjectName(u"compareView"_s);
    createTable();
    m_empty->setObjectName(u"compareEmpty"_s);
    for (QWidget *page : {static_cast<QWidget *>(m_table), static_cast<QWidget *>(m_texts), static_cast<QWidget *>(m_empty)})
        m_pages->addWidget(page);
    m_pages->setMinimumHeight(kMinListHeight);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(createBar());
    layout->addWidget(m_pages, 1);
    setFocusProxy(m_table);
    connectSignals();
    clear({}, {});
}

CompareView::~CompareView() = default;

void CompareView::createTable()
{
    m_table->setObjectName(u"differenceTable"_s);
    m_table->setAccessibleName(tr("Differences"));
    m_table->setModel(m_model);
    prepareTable(m_table);
    m_table->setItemDelegate(new TableDelegate(IconIdRole, ToolTipTextRole, m_table));
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    const int character = fontMetrics().averageCharWidth();
    QHeaderView *header = m_table->horizontalHeader();
    header->resizeSection(DifferenceModel::KindColumn, 19 * character);
    header->resizeSection(DifferenceModel::PathColumn, 28 * character);
    header->setSectionResizeMode(DifferenceModel::BeforeColumn, QHeaderView::Stretch);
    header->setSectionResizeMode(DifferenceModel::AfterColumn, QHeaderView::Stretch);
}

QWidget *CompareView::createBar()
{
    m_filter->setObjectName(u"differenceFilter"_s);
    m_filter->setPlaceholderText(tr("Filter fields"));
    m_filter->setAccessibleName(tr("Filter fields by path or value"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaximumWidth(24 * fontMetrics().averageCharWidth());
    m_onlyDifferences->setObjectName(u"onlyDifferences"_s);
    m_onlyDifferences->setChecked(true);
    setPlainToolTip(m_onlyDifferences, tr("Hide the fields that are equal on both sides"));
    m_summary->setObjectName(u"differenceSummary"_s);
    m_summary->setDimmed(true);
    m_summary->setElideMode(Qt::ElideRight);
    m_previous->setObjectName(u"previousDifference"_s);
    m_next->setObjectName(u"nextDifference"_s);
    addStep(m_previous, -1, tr("Previous difference"), QKeySequence(Qt::SHIFT | Qt::Key_F7));
    addStep(m_next, 1, tr("Next difference"), QKeySequence(Qt::Key_F7));
    m_asText->setObjectName(u"compareAsText"_s);
    m_asText->setCheckable(true);
    m_asText->setAutoRaise(true);
    m_asText->setIcon(icon(IconId::Text));
    m_asText->setText(tr("Side by side"));
    m_asText->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setPlainToolTip(m_asText, tr("Show both documents as text, side by side"));
    auto *bar = new QWidget(this);
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->addWidget(m_filter);
    layout->addWidget(m_onlyDifferences);
    layout->addWidget(m_summary, 1);
    layout->addWidget(m_previous);
    layout->addWidget(m_next);
    layout->addWidget(m_asText);
    return bar;
}

void CompareView::addStep(QToolButton *button, int direction, const QString &text, const QKeySequence &key)
{
    button->setIcon(icon(direction > 0 ? IconId::Next : IconId::Previous));
    button->setAutoRaise(true);
    button->setAccessibleName(text);
    setPlainToolTip(button, tr("%1 (%2)").arg(text, key.toString(QKeySequence::NativeText)));
    connect(button, &QToolButton::clicked, this, [this, direction] { stepDifference(direction); });
    // Not the button's own key: that one works in the whole window, where there may be two of these views.
    auto *shortcut = new QShortcut(key, this);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, this, [this, direction] { stepDifference(direction); });
}

void CompareView::stepDifference(int direction)
{
    if (m_pages->currentWidget() == m_texts) {
        m_texts->stepDifference(direction);
        return;
    }
    const int count = m_model->rowCount();
    const int current = m_table->currentIndex().row();
    for (int step = 1; step <= count; ++step) {
        const int from = current < 0 && direction < 0 ? count : current;
        const int row = ((from + direction * step) % count + count) % count;
        if (m_model->differenceAt(row)->kind == DifferenceKind::Same)
            continue;
        m_table->setCurrentIndex(m_model->index(row, DifferenceModel::PathColumn));
        return;
    }
}

void CompareView::connectSignals()
{
    connect(m_filter, &QLineEdit::textChanged, m_model, &DifferenceModel::setFilter);
    connect(m_onlyDifferences, &QCheckBox::toggled, m_model, &DifferenceModel::setOnlyDifferences);
    connect(m_asText, &QToolButton::toggled, this, &CompareView::showContents);
    connect(m_model, &DifferenceModel::compared, this, [this] {
        m_hasHint = false;
        m_texts->setComparison(m_model->comparison());
        showContents();
    });
    connect(m_model, &QAbstractItemModel::modelReset, this, &CompareView::showContents);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &CompareView::currentFieldChanged);
    connect(m_model, &QAbstractItemModel::modelReset, this, &CompareView::currentFieldChanged);
    connect(m_table, &QWidget::customContextMenuRequested, this, &CompareView::showMenu);
    auto *copy = new QShortcut(QKeySequence::Copy, m_table);
    copy->setContext(Qt::WidgetShortcut);
    connect(copy, &QShortcut::activated, this, &CompareView::copyDifferences);
}

void CompareView::showDifferences(const Comparison &comparison)
{
    m_model->compare(comparison);
}

void CompareView::clear(const QString &title, const QString &sentence)
{
    m_hasHint = true;
    m_empty->setContent(IconId::Compare, title, sentence);
    m_texts->setComparison(nullptr);
    m_model->clear();
}

void CompareView::setLocalTime(bool localTime)
{
    m_model->setLocalTime(localTime);
}

void CompareView::setValuesHidden(bool areHidden)
{
    m_areValuesHidden = areHidden;
    m_model->setValuesHidden(areHidden);
    showContents();
}

void CompareView::setRevertible(bool isRevertible)
{
    if (isRevertible == m_isRevertible)
        return;
    m_isRevertible = isRevertible;
    emit currentFieldChanged();
}

void CompareView::showContents()
{
    m_summary->setText(m_hasHint ? QString() : m_model->summary());
    m_asText->setEnabled(!m_hasHint);
    // The texts are always whole.
    m_filter->setEnabled(!m_hasHint && !m_asText->isChecked());
    m_onlyDifferences->setEnabled(!m_hasHint && !m_asText->isChecked());
    for (QToolButton *button : {m_previous, m_next})
        button->setEnabled(!m_hasHint && m_model->differenceCount() > 0);
    m_asText->setEnabled(!m_hasHint && !m_areValuesHidden);
    if (m_hasHint) {
        m_pages->setCurrentWidget(m_empty);
        return;
    }
    if (m_asText->isChecked() && !m_areValuesHidden) {
        m_pages->setCurrentWidget(m_texts);
        return;
    }
    if (m_model->rowCount() == 0) {
        const bool isEqual = m_model->differenceCount() == 0;
        m_empty->setContent(isEqual ? IconId::Check : IconId::Filter, isEqual ? tr("No difference") : tr("No field fits the filter"),
                            isEqual ? tr("Both documents are equal, byte for byte.") : tr("Clear the filter to see all differences."));
    }
    m_pages->setCurrentWidget(m_model->rowCount() == 0 ? static_cast<QWidget *>(m_empty) : m_table);
}

std::optional<bson::Path> CompareView::revertiblePath() const
{
    const Difference *difference = m_model->differenceAt(m_table->currentIndex().row());
    if (!m_isRevertible || !difference || difference->kind == DifferenceKind::Same)
        return {};
    return difference->path;
}

void CompareView::showMenu(const QPoint &position)
{
    if (!m_table->indexAt(position).isValid())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (const auto path = revertiblePath()) {
        menu->addAction(icon(IconId::Revert), tr("Revert this field"), this, [this, path = *path] { emit revertRequested(path); });
        menu->addSeparator();
    }
    menu->addAction(icon(IconId::Copy), tr("Copy differences"), this, &CompareView::copyDifferences);
    menu->addAction(tr("Copy path"), this, [this] { copyCell(DifferenceModel::PathColumn); });
    menu->addAction(tr("Copy the value before"), this, [this] { copyCell(DifferenceModel::BeforeColumn); });
    menu->addAction(tr("Copy the value after"), this, [this] { copyCell(DifferenceModel::AfterColumn); });
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

void CompareView::copyCell(int column) const
{
    const QModelIndex cell = m_table->currentIndex().siblingAtColumn(column);
    QGuiApplication::clipboard()->setText(QString::fromUtf8(cell.data(CopyTextRole).toByteArray()));
}

void CompareView::copyDifferences() const
{
    QList<int> rows = selectedRowsOf(m_table);
    if (rows.isEmpty()) {
        rows.resize(m_model->rowCount());
        std::iota(rows.begin(), rows.end(), 0);
    }
    QGuiApplication::clipboard()->setText(m_model->copyText(rows));
}

QDialog *openDifferences(QWidget *parent, const QString &title, const Comparison &comparison, bool localTime)
{
    auto *window = new QDialog(parent);
    window->setAttribute(Qt::WA_DeleteOnClose);
    window->setObjectName(u"compareWindow"_s);
    window->setWindowTitle(title);
    window->resize(900, 520);
    auto *view = new CompareView(window);
    view->setLocalTime(localTime);
    view->showDifferences(comparison);
    auto *layout = new QVBoxLayout(window);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(view);
    window->show();
    view->setFocus();
    return window;
}

} // namespace persistence
