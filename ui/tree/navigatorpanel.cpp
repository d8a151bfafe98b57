#include "ui/tree/navigatorpanel.h"

#include "model/items/itemtext.h"
#include "model/items/navigatormodel.h"
#include "model/workspace/workspace.h"
#include "ui/tree/navigatordelegate.h"
#include "ui/tree/navigatorfilter.h"
#include "ui/tree/navigatorview.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// More matches than this are not opened by themselves.
constexpr qint64 kMaxOpenedMatches = 500;

QString toText(const QByteArray &stored)
{
    return QString::fromUtf8(stored);
}

} // namespace

NavigatorPanel::NavigatorPanel(QWidget *parent)
    : QWidget(parent)
    , m_model(new NavigatorModel(this))
    , m_filter(new NavigatorFilter(this))
    , m_filterBox(new QLineEdit(this))
    , m_filterNote(new PlainLabel({}, this))
    , m_message(new MessageBar(this))
    , m_pages(new QStackedWidget(this))
    , m_view(new NavigatorView(this))
    , m_empty(new EmptyState(this))
{
    createFilter();
    createPages();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *top = new QVBoxLayout;
    top->setContentsMargins(8, 4, 8, 4); // its box on a line with that of the records
    top->setSpacing(3);
    top->addWidget(m_filterBox);
    top->addWidget(m_filterNote);
    layout->addLayout(top);
    layout->addWidget(m_message);
    layout->addWidget(m_pages, 1);
    setTabOrder(m_view, m_filterBox);
    setFocusProxy(m_view);
    connectSignals();
    showContents();
}

NavigatorPanel::~NavigatorPanel() = default;

void NavigatorPanel::createFilter()
{
    m_filterBox->setObjectName(u"treeFilter"_s);
    m_filterBox->setAccessibleName(tr("Filter this tree"));
    m_filterBox->setPlaceholderText(tr("Filter this tree"));
    m_filterBox->setClearButtonEnabled(true);
    m_filterBox->addAction(icon(IconId::Filter), QLineEdit::LeadingPosition);
    m_filterBox->installEventFilter(this);
    setPlainToolTip(m_filterBox, tr("Shows only apps, models and ids whose name or id contains this text."));
    m_filterNote->setObjectName(u"treeFilterNote"_s);
    m_filterNote->setDimmed(true);
    m_filterNote->hide();
}

void NavigatorPanel::createPages()
{
    m_view->setModel(m_model);
    m_empty->setObjectName(u"treeEmpty"_s);
    m_pages->addWidget(m_view);
    m_pages->addWidget(m_empty);
}

void NavigatorPanel::connectSignals()
{
    connect(m_filterBox, &QLineEdit::textChanged, m_filter, &NavigatorFilter::setText);
    connect(m_filterBox, &QLineEdit::returnPressed, m_filter, &NavigatorFilter::run);
    connect(m_filter, &NavigatorFilter::started, this, [this] {
        m_filterNote->setText(tr("Filtering…"));
        m_filterNote->show();
    });
    connect(m_filter, &NavigatorFilter::found, this, &NavigatorPanel::applyMatches);
    connect(m_filter, &NavigatorFilter::failed, this, &NavigatorPanel::showFailure);
    connect(m_model, &NavigatorModel::failed, this, &NavigatorPanel::showFailure);
    connect(m_model, &NavigatorModel::loaded, this, &NavigatorPanel::restorePending);
    // Not the current row: a view that gets the focus makes its first row current without anybody having chosen it.
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &NavigatorPanel::announce);
    connect(m_view, &QWidget::customContextMenuRequested, this, &NavigatorPanel::showMenu);
    connect(m_view->delegate(), &NavigatorDelegate::refreshRequested, this, &NavigatorPanel::refresh);
    connect(m_view->delegate(), &NavigatorDelegate::copyKeyRequested, this,
            [](const QModelIndex &index) { QGuiApplication::clipboard()->setText(keyTextOf(index)); });
    connect(m_view, &NavigatorView::expandStopped, this, &NavigatorPanel::sayThatExpandingStopped);
}

void NavigatorPanel::setWorkspace(std::shared_ptr<Workspace> workspace)
{
    m_pending = {};
    m_stateBeforeFilter.clear();
    m_message->clear();
    m_filterNote->hide();
    m_workspace = workspace;
    m_filter->setWorkspace(workspace);
    {
        const QSignalBlocker blocker(m_filterBox);
        m_filterBox->clear();
    }
    m_model->setWorkspace(std::move(workspace));
    if (m_model->rowCount() == 1)
        m_view->expand(m_model->index(0, 0));
    showContents();
}

void NavigatorPanel::setMode(NavigatorMode mode)
{
    if (m_model->mode() == mode)
        return;
    m_pending = {};
    m_stateBeforeFilter.clear();
    m_model->setMode(mode);
    if (m_model->rowCount() == 1)
        m_view->expand(m_model->index(0, 0));
    if (m_model->matches())
        expandMatches();
    showContents();
    emit modeChanged(mode);
}

void NavigatorPanel::setSizesShown(bool areShown)
{
    m_view->delegate()->setSizesShown(areShown);
    m_view->viewport()->update();
}

void NavigatorPanel::refresh()
{
    m_view->keepScrollPosition([this] { m_model->refresh(); });
    if (!m_filter->text().isEmpty())
        m_filter->run();
    showContents();
}

void NavigatorPanel::reveal(const Group &group)
{
    if (!group.app.isValid()) {
        m_view->setCurrentIndex({});
        return;
    }
    if (group.shape.isValid() || group.model.isValid())
        setMode(group.shape.isValid() ? NavigatorMode::Shapes : NavigatorMode::Models);
    QModelIndex index = m_model->indexOf(group);
    if (!index.isValid() && m_model->matches()) {
        m_filterBox->clear();
        index = m_model->indexOf(group);
    }
    if (!index.isValid())
        return;
    m_view->setCurrentIndex(index);
    m_view->scrollTo(index);
}

void NavigatorPanel::focusFilter()
{
    m_filterBox->setFocus(Qt::ShortcutFocusReason);
    m_filterBox->selectAll();
}

bool NavigatorPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_filterBox && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Down) {
            m_view->setFocus(Qt::OtherFocusReason);
            if (!m_view->currentIndex().isValid())
                m_view->setCurrentIndex(m_model->index(0, 0));
            return true;
        }
        if (key == Qt::Key_Escape && !m_filterBox->text().isEmpty()) {
            m_filterBox->clear();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void NavigatorPanel::setValuesHidden(bool areHidden)
{
    m_model->setValuesHidden(areHidden);
}

void NavigatorPanel::setDraftMarks(const DraftMarks &marks)
{
    m_model->setDraftMarks(marks);
}

void NavigatorPanel::announce()
{
    const QModelIndex index = m_view->selectionModel()->selectedIndexes().value(0);
    // A range is only a step on the way to its rows: nothing else is shown for it.
    if (!index.isValid() || index.data(KindRole).toInt() == int(NavigatorKind::Range))
        return;
    emit groupSelected(index.data(GroupRole).value<Group>());
    const auto record = index.data(RecordRowRole).value<RecordRow>();
    if (record.isValid())
        emit recordSelected(record);
}

void NavigatorPanel::applyMatches(const std::optional<TreeMatches> &matches)
{
    const bool isFirst = matches && !m_model->matches();
    const bool isLast = !matches && m_model->matches();
    if (isFirst)
        m_stateBeforeFilter = saveState();
    if (matches || m_model->matches())
        m_model->setMatches(matches);
    m_view->delegate()->setFilterText(matches ? m_filter->text() : QString());
    m_filterNote->setVisible(matches.has_value());
    if (matches) {
        m_filterNote->setText(tr("%1 of %2 ids").arg(numberText(matches->shown()), numberText(matches->all())));
        expandMatches();
        m_view->scrollToTop();
    }
    if (isLast) {
        const QPersistentModelIndex current = m_view->currentIndex();
        m_view->collapseAll();
        m_pending = readState(m_stateBeforeFilter).value_or(Pending());
        // What the user chose while the filter was on stays chosen, and in sight.
        if (const auto path = m_model->path(current); current.isValid() && path != m_pending.current) {
            m_pending.current = path;
            m_pending.top.clear();
        }
        restorePending({});
    }
    showContents();
}

void NavigatorPanel::expandMatches()
{
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QModelIndex app = m_model->index(row, 0);
        m_view->expand(app);
        if (m_model->mode() == NavigatorMode::Shapes || m_model->matches()->shown() > kMaxOpenedMatches)
            continue;
        for (int modelRow = 0; modelRow < m_model->rowCount(app); ++modelRow)
            m_view->expand(m_model->index(modelRow, 0, app));
    }
}

void NavigatorPanel::showContents()
{
    if (m_model->rowCount() > 0) {
        m_pages->setCurrentWidget(m_view);
    } else {
        if (!m_workspace)
            m_empty->setContent(IconId::Tree, tr("No workspace"),
                                tr("Open a dump or a workspace. Its apps and their groups of records appear here."));
        else if (m_model->matches())
            m_empty->setContent(IconId::Filter, tr("No match"),
                                tr("No app, model or id contains this text. Esc in the box takes the filter away."));
        else
            m_empty->setContent(IconId::Tree, tr("No records"), tr("This workspace has no records yet. Import a dump to fill it."));
        m_pages->setCurrentWidget(m_empty);
    }
    m_filterBox->setEnabled(m_workspace != nullptr);
}

void NavigatorPanel::showFailure(const Error &error)
{
    if (!m_filter->isRunning() && !m_model->matches())
        m_filterNote->hide();
    m_message->showMessage(Tone::Bad, error.message);
    m_message->setDetail(error.detail);
}

void NavigatorPanel::sayThatExpandingStopped()
{
    m_message->showMessage(
        Tone::Info,
        tr("There are more than %1 rows below this one, so not all of them were opened.").arg(numberText(NavigatorView::kMaxExpanded)));
}

void NavigatorPanel::expandAll(const QModelIndex &index)
{
    if (!m_view->expandBelow(index))
        sayThatExpandingStopped();
}

void NavigatorPanel::showMenu(const QPoint &position)
{
    const QPersistentModelIndex index = m_view->indexAt(position);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (index.isValid())
        fillCopyActions(*menu, index);
    menu->addAction(icon(IconId::Expand), tr("Expand all below"), this, [this, index] { expandAll(index); })
        ->setEnabled(!index.isValid() || m_model->hasChildren(index));
    menu->addAction(icon(IconId::Collapse), index.isValid() ? tr("Collapse") : tr("Collapse all"), this, [this, index] {
        if (index.isValid())
            m_view->collapse(index);
        else
            m_view->collapseAll();
    });
    menu->addSeparator();
    const auto kind = NavigatorKind(index.data(KindRole).toInt());
    if (index.isValid() && kind != NavigatorKind::Range && kind != NavigatorKind::Record) {
        emit menuOpening(menu, index.data(GroupRole).value<Group>());
        menu->addSeparator();
    }
    menu->addAction(icon(IconId::Refresh), tr("Refresh"), this, &NavigatorPanel::refresh);
    menu->popup(m_view->viewport()->mapToGlobal(position));
}

/// The key of a record, the association of an id; else empty.
QString NavigatorPanel::keyTextOf(const QModelIndex &index)
{
    if (NavigatorKind(index.data(KindRole).toInt()) != NavigatorKind::Target)
        return index.data(KeyTextRole).toString();
    QModelIndex model = index.parent();
    while (model.data(KindRole).toInt() == int(NavigatorKind::Range))
        model = model.parent();
    return toText(model.data(CopyTextRole).toByteArray()) + u' ' + toText(index.data(CopyTextRole).toByteArray());
}

void NavigatorPanel::fillCopyActions(QMenu &menu, const QModelIndex &index)
{
    const auto copy = [](const QString &text) { return [text] { QGuiApplication::clipboard()->setText(text); }; };
    const auto kind = NavigatorKind(index.data(KindRole).toInt());
    const QString id = toText(index.data(CopyTextRole).toByteArray());
    const QString key = keyTextOf(index);
    menu.addAction(icon(IconId::Copy), tr("Copy key"), this, copy(key))->setEnabled(!key.isEmpty());
    const QString text = kind == NavigatorKind::Record  ? tr("Copy record id")
                         : kind == NavigatorKind::App   ? tr("Copy app id")
                         : kind == NavigatorKind::Model ? tr("Copy model")
                         : kind == NavigatorKind::Shape ? tr("Copy key shape")
                                                        : tr("Copy id");
    menu.addAction(text, this, copy(id))->setEnabled(!id.isEmpty());
    menu.addAction(tr("Copy name"), this, copy(index.data(NameRole).toString()));
    menu.addSeparator();
}

} // namespace persistence
