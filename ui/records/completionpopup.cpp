#include "ui/records/completionpopup.h"

#include "model/items/completionmodel.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"
#include "ui/widgets/tone.h"

#include <QHeaderView>
#include <QStyle>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr int kMaxVisibleRows = 12;
constexpr int kMinWidth = 360;
constexpr int kMargin = 4;
constexpr int kPadding = 6;
constexpr double kDescriptionShare = 0.62;

/// What a row means is dimmed beside what it writes.
class CompletionDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QString displayText(const QVariant &value, const QLocale &) const override { return isolated(value.toString()); }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        if (index.column() == CompletionModel::DescriptionColumn)
            option->palette.setColor(
                QPalette::Text, mixed(option->palette.color(QPalette::Base), option->palette.color(QPalette::Text), kDescriptionShare));
    }
};

/// Public in the class of all views alone.
int contentWidth(const QAbstractItemView &view, int column)
{
    return view.sizeHintForColumn(column);
}

} // namespace

CompletionPopup::CompletionPopup(QWidget *line, QAbstractItemModel *model)
    : QFrame(line->window())
    , m_line(line)
    , m_table(new QTableView(this))
    , m_note(new PlainLabel({}, this))
{
    setObjectName(u"completionPopup"_s);
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_note->setObjectName(u"completionNote"_s);
    m_note->setDimmed(true);
    m_note->setElideMode(Qt::ElideRight);
    m_note->setContentsMargins(kPadding, 2, kPadding, 2);
    createTable(model);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_note);
    hide();
}

void CompletionPopup::createTable(QAbstractItemModel *model)
{
    m_table->setModel(model);
    m_table->setAccessibleName(tr("How the filter could go on"));
    m_table->setItemDelegate(new CompletionDelegate(this));
    m_table->setFocusPolicy(Qt::NoFocus);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setSelectionBehavior(QTableView::SelectRows);
    m_table->setSelectionMode(QTableView::SingleSelection);
    m_table->setEditTriggers(QTableView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->horizontalHeader()->hide();
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    // A view without the focus would draw its selection in grey, as if it did not count.
    QPalette colors = m_table->palette();
    colors.setColor(QPalette::Inactive, QPalette::Highlight, colors.color(QPalette::Active, QPalette::Highlight));
    colors.setColor(QPalette::Inactive, QPalette::HighlightedText, colors.color(QPalette::Active, QPalette::HighlightedText));
    m_table->setPalette(colors);
    connect(m_table, &QAbstractItemView::clicked, this, [this](const QModelIndex &index) { emit rowClicked(index.row()); });
}

QAbstractItemModel *CompletionPopup::model() const
{
    return m_table->model();
}

int CompletionPopup::chosen() const
{
    return m_table->currentIndex().row();
}

void CompletionPopup::open(const QString &note)
{
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
    m_table->setVisible(model()->rowCount() > 0);
    if (model()->rowCount() == 0 && note.isEmpty()) {
        hide();
        return;
    }
    m_table->setCurrentIndex({});
    m_table->scrollToTop();
    place();
    show();
    raise();
}

void CompletionPopup::step(int step)
{
    // One place more than there are rows: the one where none is chosen.
    const int places = model()->rowCount() + 1;
    const int row = (chosen() + 1 + step + places) % places - 1;
    m_table->setCurrentIndex(row < 0 ? QModelIndex() : model()->index(row, 0));
    if (row < 0)
        m_table->clearSelection();
}

void CompletionPopup::stepPage(int direction)
{
    if (model()->rowCount() == 0)
        return;
    const int row = std::clamp(chosen() + direction * (kMaxVisibleRows - 1), 0, model()->rowCount() - 1);
    m_table->setCurrentIndex(model()->index(row, 0));
}

int CompletionPopup::wantedWidth() const
{
    const int columns = contentWidth(*m_table, CompletionModel::TextColumn) + contentWidth(*m_table, CompletionModel::DescriptionColumn) +
                        40 + style()->pixelMetric(QStyle::PM_ScrollBarExtent);
    const int note = m_note->isHidden() ? 0 : fontMetrics().horizontalAdvance(m_note->text()) + 2 * kPadding + 4;
    return std::max({columns, note, kMinWidth, fontMetrics().averageCharWidth() * 48});
}

void CompletionPopup::place()
{
    const QWidget *window = parentWidget();
    const QRect line(m_line->mapTo(window, QPoint(0, 0)), m_line->size());
    const int textWidth = contentWidth(*m_table, CompletionModel::TextColumn) + 16;
    const int width = std::min(wantedWidth(), window->width() - 2 * kMargin);
    m_table->setColumnWidth(CompletionModel::TextColumn, std::min(textWidth, width * 6 / 10));
    const int rowHeight = m_table->verticalHeader()->defaultSectionSize();
    const int rest = 2 * frameWidth() + (m_note->isHidden() ? 0 : m_note->sizeHint().height());
    const int below = window->height() - line.bottom() - 2 * kMargin;
    const int above = line.top() - 2 * kMargin;
    const bool isBelow = below >= std::min(above, 4 * rowHeight);
    const int fitting = std::max(1, ((isBelow ? below : above) - rest) / rowHeight);
    const int height = std::min({fitting, kMaxVisibleRows, model()->rowCount()}) * rowHeight + rest;
    const int left = std::clamp(line.left(), kMargin, std::max(kMargin, window->width() - width - kMargin));
    setGeometry(left, isBelow ? line.bottom() + 2 : line.top() - height - 2, width, height);
}

} // namespace persistence
