#include "ui/dialogs/aboutdialog.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/plainlabel.h"

#include <QApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("persistence::AboutDialog", text);
}

} // namespace

void openAbout(QWidget *parent)
{
    auto *dialog = new QDialog(parent);
    dialog->setObjectName(u"about"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("About Persistence Browser"));
    auto *picture = new PlainLabel({}, dialog);
    picture->setPixmap(applicationIcon().pixmap(QSize(64, 64), dialog->devicePixelRatioF()));
    auto *title = new PlainLabel(tr("Persistence Browser %1").arg(QApplication::applicationVersion()), dialog);
    QFont font = title->font();
    font.setPointSizeF(font.pointSizeF() * 1.3);
    font.setBold(true);
    title->setFont(font);
    auto *text = new PlainLabel(tr("Shows the persistent records of Rocket.Chat apps.\n\n"
                                   "Free software under the GNU General Public License, version 3 or later.\n"
                                   "Built with Qt %1, SQLite, QScintilla, libbson, RapidJSON, xxHash and zlib.")
                                    .arg(QLatin1String(qVersion())),
                                dialog);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);

    auto *texts = new QVBoxLayout;
    texts->addWidget(title);
    texts->addWidget(text);
    auto *top = new QHBoxLayout;
    top->setSpacing(16);
    top->addWidget(picture, 0, Qt::AlignTop);
    top->addLayout(texts);
    auto *layout = new QVBoxLayout(dialog);
    layout->addLayout(top);
    layout->addWidget(buttons);
    layout->setSizeConstraint(QLayout::SetFixedSize);
    dialog->open();
}

} // namespace persistence
