#include "ui/editor/repairdialog.h"

#include "model/edit/linediff.h"
#include "ui/editor/displayrows.h"
#include "ui/editor/textview.h"
#include "ui/widgets/plainlabel.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr qsizetype kMaxLines = 10'000;

} // namespace

QByteArray diffText(const QByteArray &before, const QByteArray &after, qsizetype maxLines)
{
    QByteArray text;
    qsizetype lines = 0;
    for (const DiffLine &line : diffLines(before, after)) {
        if (++lines > maxLines) {
            text += TextView::tr("@@ more lines differ; only the first %1 are shown").arg(maxLines).toUtf8();
            break;
        }
        if (line.kind == DiffLine::Kind::Gap)
            text += TextView::tr("@@ %1 equal lines").arg(line.count).toUtf8() + '\n';
        else
            text += (line.kind == DiffLine::Kind::Removed ? '-' : line.kind == DiffLine::Kind::Added ? '+' : ' ') + line.text + '\n';
    }
    return text;
}

void openRepair(QWidget *parent, const QByteArray &broken, const QByteArray &repaired, const std::function<void()> &replace)
{
    auto *dialog = new QDialog(parent);
    dialog->setObjectName(u"repairDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(TextView::tr("Repair the text"));
    auto *note =
        new PlainLabel(TextView::tr("The text most likely means this. Lines with − go, lines with + come. Nothing is saved yet, and "
                                    "one undo takes it back."),
                       dialog);
    note->setWordWrap(true);
    auto *view = new TextView(dialog);
    bool wasCut = false;
    view->setText(cutIntoDisplayRows(diffText(broken, repaired, kMaxLines), wasCut), TextView::Language::Diff);
    auto *buttons = new QDialogButtonBox(dialog);
    QPushButton *replaceButton = buttons->addButton(TextView::tr("Replace text"), QDialogButtonBox::AcceptRole);
    replaceButton->setObjectName(u"replaceBrokenText"_s);
    replaceButton->setDefault(true);
    buttons->addButton(TextView::tr("Keep as it is"), QDialogButtonBox::RejectRole);
    QObject::connect(buttons, &QDialogButtonBox::accepted, dialog, &QDialog::accept);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    QObject::connect(dialog, &QDialog::accepted, parent, replace);
    auto *layout = new QVBoxLayout(dialog);
    layout->addWidget(note);
    layout->addWidget(view, 1);
    layout->addWidget(buttons);
    dialog->resize(760, 520);
    dialog->open();
    replaceButton->setFocus();
}

} // namespace persistence
