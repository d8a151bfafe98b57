#include "ui/window/draftsbutton.h"

#include "model/edit/editbuffer.h"
#include "model/items/draftlistmodel.h"
#include "model/items/roles.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plaintext.h"

#include <QAction>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// More of them are in the panel.
constexpr int kMaxListed = 12;

} // namespace

DraftsButton::DraftsButton(QAction *save, QAction *showDrafts, DraftListModel *drafts, QWidget *parent)
    : QToolButton(parent)
    , m_save(save)
    , m_showDrafts(showDrafts)
    , m_model(drafts)
    , m_menu(new QMenu(this))
{
    setObjectName(u"draftsButton"_s);
    setIcon(persistence::icon(IconId::Save));
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setPopupMode(QToolButton::InstantPopup);
    setAutoRaise(true);
    setFocusPolicy(Qt::TabFocus);
    setMenu(m_menu);
    connect(m_menu, &QMenu::aboutToShow, this, &DraftsButton::fillMenu);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &DraftsButton::update);
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, &DraftsButton::update);
    connect(m_model, &QAbstractItemModel::modelReset, this, &DraftsButton::update);
    connect(m_save, &QAction::changed, this, &DraftsButton::update);
    update();
}

void DraftsButton::update()
{
    const int count = m_model->rowCount();
    setText(count == 0 ? tr("Save") : countedText(count, tr("Save (1 draft)"), tr("Save (%1 drafts)")));
    setEnabled(count > 0);
    setPlainToolTip(this,
                    count == 0 ? tr("There are no drafts: everything that was edited is saved.") : tr("Save drafts, or see what they are"));
}

QList<EditBuffer *> DraftsButton::all() const
{
    QList<EditBuffer *> buffers;
    for (int row = 0; row < m_model->rowCount(); ++row)
        buffers.append(m_model->draftAt(row));
    return buffers;
}

void DraftsButton::fillMenu()
{
    m_menu->clear();
    m_menu->setToolTipsVisible(true);
    m_menu->addAction(m_save);
    const int count = m_model->rowCount();
    if (count > 1)
        m_menu->addAction(persistence::icon(IconId::Save), tr("Save all %1 drafts").arg(count), this,
                          [this] { emit saveRequested(all()); });
    m_menu->addAction(m_showDrafts);
    m_menu->addSeparator();
    for (int row = 0; row < qMin(count, kMaxListed); ++row)
        addDraft(row);
    if (count > kMaxListed)
        m_menu->addAction(tr("%1 more drafts…").arg(count - kMaxListed), m_showDrafts, &QAction::trigger);
}

void DraftsButton::addDraft(int row)
{
    const auto text = [this, row](int column) { return m_model->index(row, column).data().toString(); };
    const QString title =
        tr("%1 · %2 · %3").arg(text(DraftListModel::AppColumn), text(DraftListModel::KeyColumn), text(DraftListModel::StateColumn));
    const auto picture = IconId(m_model->index(row, DraftListModel::RecordColumn).data(IconIdRole).toInt());
    const QPointer<EditBuffer> buffer = m_model->draftAt(row);
    QMenu *menu = m_menu->addMenu(persistence::icon(picture), plainButtonText(title));
    const auto add = [&](IconId id, const QString &label, auto run) {
        return menu->addAction(persistence::icon(id), label, this, [buffer, run] {
            if (buffer)
                run(buffer.data());
        });
    };
    add(IconId::Forward, tr("Go to"), [this](EditBuffer *draft) { emit goToRequested(draft); });
    add(IconId::None, tr("Compare"), [this](EditBuffer *draft) { emit compareRequested(draft); })->setEnabled(!buffer->isNew());
    QAction *save = add(IconId::Save, tr("Save"), [this](EditBuffer *draft) { emit saveRequested({draft}); });
    save->setEnabled(!buffer->textError());
    if (buffer->textError())
        setPlainToolTip(save, tr("Text with errors cannot be saved. It is kept as you typed it."));
    add(IconId::Discard, tr("Discard"), [this](EditBuffer *draft) { emit discardRequested({draft}); });
}

} // namespace persistence
