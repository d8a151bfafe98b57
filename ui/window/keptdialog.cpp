#include "ui/window/keptdialog.h"

#include "model/items/itemtext.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/rowdelegate.h"
#include "ui/window/keptworkspaces.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QHeaderView>
#include <QPushButton>
#include <QStandardItemModel>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// The list with its question and its button. Deletes itself when it is closed.
class KeptDialog final : public QDialog
{
    Q_OBJECT

public:
    KeptDialog(QWidget *parent, const QString &openPath);

private:
    void createView();
    void createButtons();
    void fill();
    void ask();
    void remove(const QString &path);
    [[nodiscard]] const KeptWorkspace *selected() const;
    void updateButtons();

    QString m_openPath;
    QList<KeptWorkspace> m_kept;
    PlainLabel *m_summary;
    MessageBar *m_message;
    QTreeView *m_view;
    QStandardItemModel *m_model;
    QPushButton *m_remove = nullptr;
    QVBoxLayout *m_layout;
};

KeptDialog::KeptDialog(QWidget *parent, const QString &openPath)
    : QDialog(parent)
    , m_openPath(QFileInfo(openPath).canonicalFilePath())
    , m_summary(new PlainLabel({}, this))
    , m_message(new MessageBar(this))
    , m_view(new QTreeView(this))
    , m_model(new QStandardItemModel(0, 3, this))
    , m_layout(new QVBoxLayout(this))
{
    setObjectName(u"keptWorkspaces"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Kept dumps"));
    m_summary->setObjectName(u"keptSummary"_s);
    m_summary->setWordWrap(true);
    m_layout->addWidget(m_summary);
    m_layout->addWidget(m_message);
    createView();
    createButtons();
    fill();
    resize(620, 380);
}

void KeptDialog::createView()
{
    m_view->setObjectName(u"keptList"_s);
    m_view->setAccessibleName(tr("Kept dumps"));
    m_view->setModel(m_model);
    m_view->setItemDelegate(new RowDelegate(m_view));
    m_view->setRootIsDecorated(false);
    m_view->setAlternatingRowColors(true);
    m_view->setUniformRowHeights(true);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->header()->setStretchLastSection(false);
    m_layout->addWidget(m_view, 1);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &KeptDialog::updateButtons);
}

void KeptDialog::createButtons()
{
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_remove = buttons->addButton(tr("Remove…"), QDialogButtonBox::ActionRole);
    m_remove->setObjectName(u"keptRemove"_s);
    m_remove->setShortcut(Qt::Key_Delete);
    connect(m_remove, &QPushButton::clicked, this, &KeptDialog::ask);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_layout->addWidget(buttons);
}

void KeptDialog::fill()
{
    m_kept = keptWorkspaces();
    m_model->clear();
    m_model->setHorizontalHeaderLabels({tr("Dump"), tr("Size"), tr("Read")});
    qint64 total = 0;
    for (const KeptWorkspace &kept : m_kept) {
        total += kept.size;
        const bool isOpen = kept.path == m_openPath;
        auto *name = new QStandardItem(icon(IconId::Document), isOpen ? tr("%1 (open)").arg(kept.name) : kept.name);
        auto *size = new QStandardItem(sizeText(kept.size));
        size->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        m_model->appendRow({name, size, new QStandardItem(dateText(kept.madeAt, TimeZone::Local))});
    }
    // The header forgets its modes with the columns of the model.
    m_view->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_view->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_view->header()->setSectionResizeMode(2, QHeaderView::ResizeToContents);
    m_summary->setText(
        m_kept.isEmpty()
            ? tr("Nothing is kept. A dump that you open is kept here, so that it opens at once the next time.")
            : tr("What was read from opened dumps is kept, so that they open at once the next time: %1 in all.").arg(sizeText(total)));
    updateButtons();
}

const KeptWorkspace *KeptDialog::selected() const
{
    const int row = m_view->currentIndex().row();
    return row >= 0 && row < m_kept.size() && m_view->selectionModel()->hasSelection() ? &m_kept[row] : nullptr;
}

void KeptDialog::updateButtons()
{
    const KeptWorkspace *kept = selected();
    m_remove->setEnabled(kept && kept->path != m_openPath);
}

void KeptDialog::ask()
{
    const KeptWorkspace *kept = selected();
    if (!kept)
        return;
    m_message->showMessage(Tone::Warning,
                           tr("Remove what is kept of %1 (%2)? The dump itself stays as it is; opening it reads it again.")
                               .arg(kept->name, sizeText(kept->size)),
                           {{tr("Remove"), [this, path = kept->path] { remove(path); }}, {tr("Keep"), [] {}}});
}

void KeptDialog::remove(const QString &path)
{
    if (auto removed = removeKeptWorkspace(path); !removed)
        m_message->showMessage(Tone::Bad, removed.error().message);
    fill();
}

} // namespace

void openKeptWorkspaces(QWidget *parent, const QString &openPath)
{
    (new KeptDialog(parent, openPath))->open();
}

} // namespace persistence

#include "keptdialog.moc"
