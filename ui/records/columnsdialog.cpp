#include "ui/records/columnsdialog.h"

#include "model/items/columnlistmodel.h"
#include "model/items/roles.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"
#include "ui/widgets/rowdelegate.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QHelpEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// Edits a format by a list, and shows all that is known of a field in its tooltip.
class ColumnDelegate final : public RowDelegate
{
public:
    using RowDelegate::RowDelegate;

    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        if (index.column() != ColumnListModel::FormatColumn)
            return RowDelegate::createEditor(parent, option, index);
        auto *formats = new QComboBox(parent);
        for (const ColumnFormat format : ColumnListModel::formats())
            formats->addItem(ColumnListModel::formatName(format), int(format));
        return formats;
    }

    void setEditorData(QWidget *editor, const QModelIndex &index) const override
    {
        if (auto *formats = qobject_cast<QComboBox *>(editor))
            formats->setCurrentIndex(formats->findData(index.data(ColumnListModel::FormatRole)));
        else
            RowDelegate::setEditorData(editor, index);
    }

    void setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const override
    {
        if (auto *formats = qobject_cast<QComboBox *>(editor))
            model->setData(index, formats->currentData());
        else
            RowDelegate::setModelData(editor, model, index);
    }

    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index) override
    {
        if (event->type() != QEvent::ToolTip)
            return RowDelegate::helpEvent(event, view, option, index);
        showPlainToolTip(event->globalPos(), index.data(ToolTipTextRole).toString(), view->viewport(), option.rect);
        return true;
    }
};

} // namespace

ColumnsDialog::ColumnsDialog(const QList<FieldColumn> &shown, const QList<FieldColumn> &all, bool isCapped, QWidget *parent)
    : QDialog(parent)
    , m_model(new ColumnListModel(this))
    , m_view(new QTreeView(this))
{
    setObjectName(u"columnsDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Columns"));
    m_model->setFields(shown, all);
    auto *proxy = new QSortFilterProxyModel(this);
    proxy->setSourceModel(m_model);
    proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    auto *find = new QLineEdit(this);
    find->setObjectName(u"findField"_s);
    find->setPlaceholderText(tr("Find a field"));
    find->setAccessibleName(find->placeholderText());
    find->setClearButtonEnabled(true);
    connect(find, &QLineEdit::textChanged, proxy, &QSortFilterProxyModel::setFilterFixedString);
    m_view->setModel(proxy);
    m_view->setItemDelegate(new ColumnDelegate(this));
    m_view->setAccessibleName(tr("Fields of the group"));
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setAlternatingRowColors(true);
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionResizeMode(ColumnListModel::NameColumn, QHeaderView::Stretch);
    for (const int column : {ColumnListModel::TypesColumn, ColumnListModel::FillColumn, ColumnListModel::FormatColumn})
        m_view->header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    connect(m_model, &ColumnListModel::changed, this, [this] { emit columnsChosen(m_model->shown()); });
    auto *layout = new QVBoxLayout(this);
    auto *about =
        new PlainLabel(isCapped ? tr("The fields of all records of this group. It has more than %1: those that came later are not listed.")
                                      .arg(FieldSurvey::kMaxPaths)
                                : tr("The fields of all records of this group. Each checked one has a column."),
                       this);
    about->setWordWrap(true);
    layout->addWidget(about);
    layout->addWidget(find);
    layout->addWidget(m_view, 1);
    layout->addWidget(createButtons());
    setTabOrder(find, m_view);
    resize(620, 560);
}

QWidget *ColumnsDialog::createButtons()
{
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    const auto add = [&](const QString &text, const char *name, auto run) {
        QPushButton *button = buttons->addButton(text, QDialogButtonBox::ActionRole);
        button->setObjectName(QLatin1String(name));
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, run);
    };
    add(tr("Move up"), "moveUp", [this] { moveCurrent(-1); });
    add(tr("Move down"), "moveDown", [this] { moveCurrent(1); });
    add(tr("All"), "showAll", [this] { m_model->setAllShown(true); });
    add(tr("None"), "showNone", [this] { m_model->setAllShown(false); });
    QPushButton *reset = buttons->addButton(QDialogButtonBox::Reset);
    reset->setAutoDefault(false);
    connect(reset, &QPushButton::clicked, this, [this] {
        emit resetWanted();
        close();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    return buttons;
}

void ColumnsDialog::moveCurrent(int direction)
{
    const auto *proxy = static_cast<QSortFilterProxyModel *>(m_view->model());
    m_model->move(proxy->mapToSource(m_view->currentIndex()).row(), direction);
}

} // namespace persistence
