#include "ui/records/filterrow.h"

#include "model/items/recordtablemodel.h"
#include "ui/records/filterbar.h"
#include "ui/records/filterboxmenu.h"
#include "ui/records/filtercompleter.h"
#include "ui/records/recordtableview.h"
#include "ui/widgets/plaintext.h"
#include "ui/widgets/tone.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>

using namespace Qt::StringLiterals;

namespace persistence {

FilterRow::FilterRow(FilterBar *bar, FieldValues *values, RecordTableModel *model, RecordTableView *view, QWidget *parent)
    : QWidget(parent)
    , m_bar(bar)
    , m_values(values)
    , m_model(model)
    , m_view(view)
{
    setObjectName(u"filterRow"_s);
    setFixedHeight(QLineEdit().sizeHint().height() + 2);
    m_pause.setSingleShot(true);
    m_pause.setInterval(FilterBar::kPauseMs);
    connect(&m_pause, &QTimer::timeout, this, [this] { apply(m_typedColumn, Typing::Paused); });
    const QHeaderView *header = m_view->horizontalHeader();
    connect(header, &QHeaderView::sectionResized, this, &FilterRow::place);
    connect(header, &QHeaderView::sectionMoved, this, &FilterRow::place);
    connect(header, &QHeaderView::geometriesChanged, this, &FilterRow::place);
    connect(m_view->horizontalScrollBar(), &QScrollBar::valueChanged, this, &FilterRow::place);
    connect(m_model, &QAbstractItemModel::columnsInserted, this, &FilterRow::rebuild);
    connect(m_model, &QAbstractItemModel::columnsRemoved, this, &FilterRow::rebuild);
    connect(m_model, &QAbstractItemModel::headerDataChanged, this, &FilterRow::rebuild);
    connect(m_bar, &FilterBar::changed, this, &FilterRow::showFilter);
    rebuild();
}

void FilterRow::setWorkspace(std::shared_ptr<Workspace> workspace)
{
    m_workspace = std::move(workspace);
    rebuild();
}

bool FilterRow::eventFilter(QObject *watched, QEvent *event)
{
    auto *box = qobject_cast<QLineEdit *>(watched);
    if (box && event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape && !box->text().isEmpty()) {
        box->clear();
        box->setModified(true);
        apply(m_boxes.key(box), Typing::Finished);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void FilterRow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    place();
}

void FilterRow::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    place();
}

void FilterRow::rebuild()
{
    qDeleteAll(m_boxes);
    m_boxes.clear();
    for (int column = 0; column < m_model->columnCount(); ++column) {
        if (!subjectOf(column))
            continue;
        auto *box = new QLineEdit(this);
        const QString title = m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        box->setAccessibleName(tr("Filter by %1").arg(title));
        box->setPlaceholderText(tr("Filter"));
        setPlainToolTip(
            box, subjectOf(column)->subject == FilterSubject::Field
                     ? tr("%1: text, a%b, =x, <>x, <x, >=x, x~y (from x to y), /regular expression/; Down lists its values").arg(title)
                     : tr("%1: text, a%b, =x, <>x, <x, >=x, x~y (from x to y), /regular expression/").arg(title));
        box->setContextMenuPolicy(Qt::CustomContextMenu);
        connect(box, &QWidget::customContextMenuRequested, this, [this, box](const QPoint &position) { showMenu(box, position); });
        connect(box, &QLineEdit::editingFinished, this, [this, column] { apply(column, Typing::Finished); });
        connect(box, &QLineEdit::textEdited, this, [this, column] {
            m_typedColumn = column;
            m_pause.start();
        });
        // The completer is installed behind this and so sees keys first: Esc closes its list before it clears the box.
        box->installEventFilter(this);
        addCompleter(box, column);
        m_boxes.insert(column, box);
        box->show();
    }
    showFilter();
    place();
}

/// Dates of change, sizes and record ids are hardly ever the same twice: a list of them would be no help.
void FilterRow::addCompleter(QLineEdit *box, int column)
{
    const auto subject = subjectOf(column);
    if (subject->subject != FilterSubject::Id && subject->subject != FilterSubject::Field)
        return;
    auto *completer = new FilterCompleter(box, subject);
    completer->setWorkspace(m_workspace);
    completer->setValues(m_values);
    // What was chosen is a whole condition.
    connect(completer, &FilterCompleter::written, this, [this, column] { apply(column, Typing::Finished); });
}

void FilterRow::place()
{
    const QHeaderView *header = m_view->horizontalHeader();
    for (auto box = m_boxes.begin(); box != m_boxes.end(); ++box) {
        const int column = box.key();
        if (column >= header->count())
            continue;
        box.value()->setVisible(!header->isSectionHidden(column));
        box.value()->setGeometry(header->sectionViewportPosition(column) + 1, 1, header->sectionSize(column) - 2, height() - 2);
    }
}

/// A box that is being typed in keeps its text.
void FilterRow::showFilter()
{
    for (auto box = m_boxes.begin(); box != m_boxes.end(); ++box) {
        const bool isTypedIn = box.value()->hasFocus() && (box.value()->isModified() || box.key() == m_typedColumn);
        if (!isTypedIn)
            box.value()->setText(QString::fromUtf8(textOfBox(*subjectOf(box.key()), m_bar->filter())));
    }
}

void FilterRow::apply(int column, Typing typing)
{
    if (m_typedColumn == column)
        m_pause.stop();
    // Until then the box keeps its text as it was typed.
    if (typing == Typing::Finished)
        m_typedColumn = -1;
    QLineEdit *box = m_boxes.value(column);
    const auto subject = subjectOf(column);
    if (!box || !subject || !box->isModified())
        return;
    FilterError error;
    const auto term = termOfBox(*subject, box->text().toUtf8(), &error);
    const bool isWrong = !term && !box->text().trimmed().isEmpty();
    if (isWrong && typing == Typing::Paused)
        return;
    QPalette palette = this->palette();
    if (isWrong)
        palette.setColor(QPalette::Text, toneColor(Tone::Bad, palette));
    box->setPalette(palette);
    if (isWrong) {
        showPlainToolTip(box->mapToGlobal(QPoint(0, box->height())), tr("This is no filter: %1.").arg(error.reason), box, box->rect());
        return;
    }
    box->setModified(false);
    m_bar->setFilter(withBox(m_bar->filter(), *subject, term));
}

/// What a box for text offers, and the signs that it understands.
void FilterRow::showMenu(QLineEdit *box, const QPoint &position)
{
    QMenu *menu = box->createStandardContextMenu();
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addSeparator();
    addFilterSigns(menu, box);
    menu->popup(box->mapToGlobal(position));
}

std::optional<FilterBoxSubject> FilterRow::subjectOf(int column) const
{
    if (const FieldColumn *field = m_model->fieldAt(column))
        return FilterBoxSubject{FilterSubject::Field, field->path};
    switch (column) {
    case RecordTableModel::KeyColumn:
        return FilterBoxSubject{FilterSubject::Id, {}};
    case RecordTableModel::UpdatedColumn:
        return FilterBoxSubject{FilterSubject::Updated, {}};
    case RecordTableModel::SizeColumn:
        return FilterBoxSubject{FilterSubject::Size, {}};
    case RecordTableModel::RecordIdColumn:
        return FilterBoxSubject{FilterSubject::RecordId, {}};
    default:
        return std::nullopt;
    }
}

} // namespace persistence
