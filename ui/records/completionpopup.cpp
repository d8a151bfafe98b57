#include "ui/records/completionpopup.h"

#include "model/items/completionmodel.h"
#include "ui/widgets/plaintext.h"
#include "ui/widgets/tone.h"

#include <QHeaderView>
#include <QStyle>
#include <QStyledItemDelegate>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr int kMaxVisibleRows = 12;
constexpr int kMinWidth = 360;
constexpr int kMargin = 4;
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

} // namespace

CompletionPopup::CompletionPopup(QWidget *line) : QTableView(line->window()), m_line(line)
{
    setObjectName(u"completionPopup"_s);
    setAccessibleName(tr("How the filter could go on"));
    setItemDelegate(new CompletionDelegate(this));
    setFocusPolicy(Qt::NoFocus);
    setFrameShape(QFrame::StyledPanel);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setShowGrid(false);
    setWordWrap(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    horizontalHeader()->hide();
    horizontalHeader()->setStretchLastSection(true);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    hide();
    // A view without the focus would draw its selection in grey, as if it did not count.
    QPalette colors = palette();
    colors.setColor(QPalette::Inactive, QPalette::Highlight, colors.color(QPalette::Active, QPalette::Highlight));
    colors.setColor(QPalette::Inactive, QPalette::HighlightedText, colors.color(QPalette::Active, QPalette::HighlightedText));
    setPalette(colors);
    connect(this, &QAbstractItemView::clicked, this, [this](const QModelIndex &index) { emit rowClicked(index.row()); });
}

void CompletionPopup::open()
{
    if (model()->rowCount() == 0) {
        hide();
        return;
    }
    setCurrentIndex({});
    scrollToTop();
    place();
    show();
    raise();
}

void CompletionPopup::step(int step)
{
    // One place more than there are rows: the one where none is chosen.
    const int places = model()->rowCount() + 1;
    const int row = (chosen() + 1 + step + places) % places - 1;
    setCurrentIndex(row < 0 ? QModelIndex() : model()->index(row, 0));
    if (row < 0)
        clearSelection();
}

void CompletionPopup::stepPage(int direction)
{
    const int row = std::clamp(chosen() + direction * (kMaxVisibleRows - 1), 0, model()->rowCount() - 1);
    setCurrentIndex(model()->index(row, 0));
}

void CompletionPopup::place()
{
    const QWidget *window = parentWidget();
    const QRect line(m_line->mapTo(window, QPoint(0, 0)), m_line->size());
    const int textWidth = sizeHintForColumn(CompletionModel::TextColumn) + 16;
    const int wanted =
        textWidth + sizeHintForColumn(CompletionModel::DescriptionColumn) + 24 + style()->pixelMetric(QStyle::PM_ScrollBarExtent);
    const int width = std::min(std::max({wanted, kMinWidth, fontMetrics().averageCharWidth() * 48}), window->width() - 2 * kMargin);
    setColumnWidth(CompletionModel::TextColumn, std::min(textWidth, width * 6 / 10));
    const int rowHeight = verticalHeader()->defaultSectionSize();
    const int below = window->height() - line.bottom() - 2 * kMargin;
    const int above = line.top() - 2 * kMargin;
    const bool isBelow = below >= std::min(above, 4 * rowHeight);
    const int rows =
        std::clamp(((isBelow ? below : above) - 2 * frameWidth()) / rowHeight, 1, std::min(kMaxVisibleRows, model()->rowCount()));
    const int height = rows * rowHeight + 2 * frameWidth();
    const int left = std::clamp(line.left(), kMargin, std::max(kMargin, window->width() - width - kMargin));
    setGeometry(left, isBelow ? line.bottom() + 2 : line.top() - height - 2, width, height);
}

} // namespace persistence
