#include "ui/window/groupsdialog.h"

#include "ui/tree/navigatorpanel.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"
#include "ui/window/places.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace persistence {

GroupsDialog::GroupsDialog(std::shared_ptr<Workspace> workspace, const Group &first, QWidget *parent)
    : QDialog(parent)
    , m_workspace(std::move(workspace))
    , m_compare(new QPushButton(icon(IconId::Compare), tr("Compare"), this))
{
    setObjectName(u"groupsDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Compare groups"));
    resize(820, 520);
    auto *note =
        new PlainLabel(tr("Records are matched by what is left of their keys: app, model and id of the two groups do not count."), this);
    note->setDimmed(true);
    note->setWordWrap(true);
    auto *sides = new QHBoxLayout;
    sides->addWidget(createSide(0, tr("This group")));
    sides->addWidget(createSide(1, tr("With this group")));
    m_compare->setObjectName(u"compareGroupsButton"_s);
    m_compare->setDefault(true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->addButton(m_compare, QDialogButtonBox::AcceptRole);
    connect(buttons, &QDialogButtonBox::accepted, this, &GroupsDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &GroupsDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(sides, 1);
    layout->addWidget(note);
    layout->addWidget(buttons);
    if (first != Group())
        choose(0, first);
    update();
    m_trees[first == Group() ? 0 : 1]->setFocus(Qt::OtherFocusReason);
}

QWidget *GroupsDialog::createSide(int side, const QString &title)
{
    auto *box = new QWidget(this);
    auto *tree = m_trees[size_t(side)] = new NavigatorPanel(box);
    tree->setObjectName(side == 0 ? u"firstGroupTree"_s : u"secondGroupTree"_s);
    tree->setAccessibleName(title);
    tree->setWorkspace(m_workspace);
    connect(tree, &NavigatorPanel::groupSelected, this, [this, side](const Group &group) {
        m_groups[size_t(side)] = group;
        update();
    });
    auto *name = m_names[size_t(side)] = new PlainLabel({}, box);
    name->setElideMode(Qt::ElideLeft);
    auto *heading = new PlainLabel(title, box);
    heading->setDimmed(true);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(heading);
    layout->addWidget(name);
    layout->addWidget(tree, 1);
    return box;
}

void GroupsDialog::choose(int side, const Group &group)
{
    m_trees[size_t(side)]->reveal(group);
}

void GroupsDialog::update()
{
    for (size_t side = 0; side < m_groups.size(); ++side) {
        const QString name = m_groups[side] == Group() ? QString() : placeName(*m_workspace, m_groups[side]);
        m_names[side]->setText(name.isEmpty() ? tr("Nothing is selected") : name);
    }
    const bool areBoth = m_groups[0] != Group() && m_groups[1] != Group();
    m_compare->setEnabled(areBoth && m_groups[0] != m_groups[1]);
    setPlainToolTip(m_compare, !areBoth                     ? tr("Select a group on each side.")
                               : m_groups[0] == m_groups[1] ? tr("This is the same group.")
                                                            : QString());
}

void GroupsDialog::accept()
{
    if (!m_compare->isEnabled())
        return;
    emit chosen(m_groups[0], m_groups[1]);
    QDialog::accept();
}

} // namespace persistence
