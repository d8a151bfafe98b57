#include "ui/window/welcomepage.h"

#include "ui/widgets/emptystate.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"
#include "ui/window/keptworkspaces.h"

#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {
constexpr qsizetype kMaxShown = 6;
}

WelcomePage::WelcomePage(QWidget *parent) : QWidget(parent), m_state(new EmptyState(this))
{
    m_state->setContent(IconId::Drop, tr("Open the persistent records of Rocket.Chat apps"),
                        tr("Drop a dump here: a file or folder of mongodump or mongoexport, JSON or BSON, gzipped or not.\n"
                           "It is only read, never changed."));
    connect(m_state->addButton(IconId::Open, tr("Open file…")), &QPushButton::clicked, this, &WelcomePage::openRequested);
    connect(m_state->addButton(IconId::Folder, tr("Open folder…")), &QPushButton::clicked, this, &WelcomePage::openFolderRequested);
    connect(m_state->addButton(IconId::App, tr("Open the sample")), &QPushButton::clicked, this, &WelcomePage::sampleRequested);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_state);
}

void WelcomePage::setRecentFiles(const QList<QStringList> &recent)
{
    QVBoxLayout *layout = m_state->extra();
    while (QLayoutItem *item = layout->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    if (recent.isEmpty())
        return;
    auto *title = new PlainLabel(tr("Opened before"), this);
    title->setDimmed(true);
    title->setAlignment(Qt::AlignCenter);
    title->setContentsMargins(0, 12, 0, 0);
    layout->addWidget(title);
    const QList<QStringList> shown = recent.first(qMin(recent.size(), kMaxShown));
    const QStringList names = distinctNames(shown);
    for (qsizetype i = 0; i < shown.size(); ++i) {
        const QStringList &files = shown[i];
        auto *button = new QToolButton(this);
        button->setAutoRaise(true);
        button->setIcon(icon(IconId::Document));
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setText(plainButtonText(names[i]));
        setPlainToolTip(button, files.join(u'\n'));
        connect(button, &QToolButton::clicked, this, [this, files] { emit recentRequested(files); });
        layout->addWidget(button, 0, Qt::AlignHCenter);
    }
}

} // namespace persistence
