#include "ui/editor/wholetext.h"

#include "model/bson/validation.h"
#include "model/items/valuetext.h"
#include "ui/editor/displayrows.h"
#include "ui/editor/imagepreview.h"
#include "ui/editor/textview.h"
#include "ui/editor/valuewindows.h"
#include "ui/widgets/plainlabel.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr qsizetype kMaxHexBytes = 1024 * 1024;

QByteArrayView wholeText(const bson::Element &element)
{
    switch (element.type()) {
    case bson::Type::String:
    case bson::Type::Symbol:
    case bson::Type::Code:
        return element.toText();
    case bson::Type::CodeWithScope:
        return element.toScopedCode();
    default:
        return {};
    }
}

/// \a rows: the text as it is shown; \a bytes: what it stands for, to be saved to a file.
void openText(QWidget *parent, const QString &title, const QByteArray &rows, const QByteArray &bytes, const QString &noteText)
{
    auto *dialog = new QDialog(parent);
    dialog->setObjectName(u"wholeText"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    auto *view = new TextView(dialog);
    view->setText(rows, TextView::Language::Plain);
    auto *note = new PlainLabel(noteText, dialog);
    note->setWordWrap(true);
    note->setDimmed(true);
    note->setVisible(!noteText.isEmpty());
    auto *preview = new ImagePreview(dialog);
    preview->setBytes(bytes);
    auto *sides = new QHBoxLayout;
    sides->addWidget(view, 3);
    sides->addWidget(preview, 2);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    QPushButton *save = buttons->addButton(TextView::tr("Save to file…"), QDialogButtonBox::ActionRole);
    save->setObjectName(u"saveWhole"_s);
    QObject::connect(save, &QPushButton::clicked, dialog, [dialog, bytes] { askToSaveBytes(dialog, bytes); });
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    // The text takes Esc for itself before the dialog would.
    for (const QKeySequence &keys : {QKeySequence(Qt::Key_Escape), QKeySequence(QKeySequence::Close)})
        QObject::connect(new QShortcut(keys, dialog), &QShortcut::activated, dialog, &QDialog::reject);
    auto *layout = new QVBoxLayout(dialog);
    layout->addLayout(sides, 1);
    layout->addWidget(note);
    layout->addWidget(buttons);
    dialog->resize(preview->isHidden() ? QSize(760, 480) : QSize(1140, 520));
    dialog->open();
}

} // namespace

QByteArray hexDump(QByteArrayView bytes, qsizetype maxBytes)
{
    QByteArray out;
    const QByteArrayView shown = bytes.first(qMin(bytes.size(), maxBytes));
    for (qsizetype at = 0; at < shown.size(); at += 16) {
        const QByteArrayView line = shown.sliced(at, qMin<qsizetype>(16, shown.size() - at));
        QByteArray ascii;
        for (const char c : line)
            ascii += c >= 0x20 && c < 0x7f ? c : '.';
        out += QByteArray::number(at, 16).rightJustified(8, '0') + "  " + line.toByteArray().toHex(' ').leftJustified(47) + "  " + ascii +
               '\n';
    }
    return out;
}

void openWholeText(QWidget *parent, const QString &title, const bson::Element &element)
{
    if (element.type() == bson::Type::Binary) {
        const bson::Binary binary = element.toBinary();
        const QString size = QLocale().toString(qint64(binary.data.size()));
        const QString subtype = QString::number(binary.subtype);
        openText(parent, title, hexDump(binary.data, kMaxHexBytes), binary.data.toByteArray(),
                 binary.data.size() > kMaxHexBytes ? TextView::tr("The first 1 MB of %1 bytes, subtype %2.").arg(size, subtype)
                                                   : TextView::tr("%1 bytes, subtype %2.").arg(size, subtype));
        return;
    }
    const QByteArrayView text = wholeText(element);
    bool wasCut = false;
    const QByteArray rows = cutIntoDisplayRows(text.isNull() ? cellText(element, 0, false).toUtf8() : text.toByteArray(), wasCut);
    openText(parent, title, rows, text.isNull() ? rows : text.toByteArray(),
             wasCut ? TextView::tr("Long lines are shown in pieces of 10,000 characters.") : QString());
}

void openBytesWindow(QWidget *parent, const QString &title, const QByteArray &bytes, const QString &note)
{
    bool wasCut = false;
    const bool isText = !bytes.contains('\0') && !bson::findInvalidUtf8(bytes);
    openText(parent, title, isText ? cutIntoDisplayRows(bytes, wasCut) : hexDump(bytes, kMaxHexBytes), bytes, note);
}

} // namespace persistence
