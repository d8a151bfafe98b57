#include "ui/editor/valuewindows.h"

#include "model/bson/builder.h"
#include "model/edit/fieldtext.h"
#include "ui/editor/imagepreview.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"
#include "ui/widgets/savebytes.h"

#include <Qsci/qsciscintilla.h>

#include <QDialog>
#include <QDialogButtonBox>
#include <QFile>
#include <QFileDialog>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTimer>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr qsizetype kMaxHexBytes = 1024 * 1024;
constexpr qsizetype kMaxFileBytes = 16 * 1024 * 1024;
constexpr int kPreviewPauseMs = 300;

QByteArray hexLines(QByteArrayView bytes)
{
    QByteArray text;
    for (qsizetype at = 0; at < bytes.size(); at += 16)
        text += bytes.sliced(at, qMin<qsizetype>(16, bytes.size() - at)).toByteArray().toHex(' ') + '\n';
    return text;
}

/// The bytes that hex digits write, blanks between them ignored; nothing if there is anything else or half a byte.
std::optional<QByteArray> bytesOf(const QString &hex)
{
    QByteArray digits;
    for (const QChar c : hex) {
        if (c.isSpace())
            continue;
        if (!(c >= u'0' && c <= u'9') && !(c.toLower() >= u'a' && c.toLower() <= u'f'))
            return std::nullopt;
        digits += char(c.unicode());
    }
    return digits.size() % 2 == 0 ? std::optional(QByteArray::fromHex(digits)) : std::nullopt;
}

bson::Binary binaryOf(const FieldValue &value)
{
    return bson::Element(bson::Type::Binary, {}, value.bytes).toBinary();
}

FieldValue binaryValue(int subtype, QByteArrayView bytes)
{
    bson::Builder builder;
    builder.appendBinary("v", quint8(subtype), bytes);
    return FieldValue(*bson::DocumentView(builder.finish()).begin());
}

QDialogButtonBox *addButtons(QDialog &dialog, const QString &apply)
{
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, &dialog);
    QPushButton *take = buttons->addButton(apply, QDialogButtonBox::AcceptRole);
    take->setObjectName(u"takeValue"_s);
    QObject::connect(buttons, &QDialogButtonBox::accepted, &dialog, &QDialog::accept);
    QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    return buttons;
}

/// A binary in its window: hex digits, subtype, and the way to and from files.
class HexDialog final : public QDialog
{
public:
    HexDialog(QWidget *parent, const FieldValue &binary, TakeValue take) : QDialog(parent), m_take(std::move(take))
    {
        setAttribute(Qt::WA_DeleteOnClose);
        setObjectName(u"hexWindow"_s);
        m_hex = new QPlainTextEdit(this);
        m_hex->setObjectName(u"hexText"_s);
        m_hex->setAccessibleName(tr("Bytes in hexadecimal digits"));
        m_hex->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
        m_hex->setUndoRedoEnabled(true);
        m_subtype = new QSpinBox(this);
        m_subtype->setRange(0, 255);
        m_subtype->setAccessibleName(tr("Subtype"));
        m_note = new PlainLabel({}, this);
        m_note->setDimmed(true);
        m_preview = new ImagePreview(this);
        auto *sides = new QHBoxLayout;
        sides->addWidget(m_hex, 3);
        sides->addWidget(m_preview, 2);
        auto *layout = new QVBoxLayout(this);
        layout->addLayout(sides, 1);
        layout->addWidget(m_note);
        layout->addLayout(createRow());
        QDialogButtonBox *buttons = addButtons(*this, tr("Take these bytes"));
        m_takeButton = buttons->findChild<QPushButton *>(u"takeValue"_s);
        layout->addWidget(buttons);
        m_pause.setSingleShot(true);
        m_pause.setInterval(kPreviewPauseMs);
        connect(&m_pause, &QTimer::timeout, this, [this] { m_preview->setBytes(m_bytes); });
        connect(m_hex, &QPlainTextEdit::textChanged, this, &HexDialog::readHex);
        connect(this, &QDialog::accepted, this, [this] { m_take(binaryValue(m_subtype->value(), m_bytes)); });
        m_subtype->setValue(binaryOf(binary).subtype);
        display(binaryOf(binary).data.toByteArray());
        resize(m_preview->isHidden() ? QSize(620, 420) : QSize(960, 480));
    }

private:
    QHBoxLayout *createRow()
    {
        auto *row = new QHBoxLayout;
        auto *load = new QPushButton(tr("Read from file…"), this);
        auto *save = new QPushButton(tr("Save to file…"), this);
        connect(load, &QPushButton::clicked, this, &HexDialog::chooseFile);
        connect(save, &QPushButton::clicked, this, [this] { askToSaveBytes(this, m_bytes); });
        auto *label = new PlainLabel(tr("Subtype:"), this);
        label->setBuddy(m_subtype);
        row->addWidget(label);
        row->addWidget(m_subtype);
        row->addStretch();
        row->addWidget(load);
        row->addWidget(save);
        return row;
    }

    void display(const QByteArray &bytes)
    {
        m_bytes = bytes;
        m_preview->setBytes(bytes);
        const bool isShown = bytes.size() <= kMaxHexBytes;
        const QSignalBlocker blocker(m_hex);
        m_hex->setPlainText(isShown ? QString::fromLatin1(hexLines(bytes)) : QString());
        m_hex->setReadOnly(!isShown);
        tellSize(isShown ? QString() : tr("Too large to be edited here; use files."));
    }

    void tellSize(const QString &addition)
    {
        const QString size = tr("%1 bytes.").arg(QLocale().toString(qint64(m_bytes.size())));
        m_note->setText(addition.isEmpty() ? size : size + u' ' + addition);
        m_takeButton->setEnabled(true);
    }

    void readHex()
    {
        if (const auto bytes = bytesOf(m_hex->toPlainText())) {
            m_bytes = *bytes;
            m_pause.start();
            tellSize({});
            return;
        }
        m_note->setText(tr("Only pairs of the digits 0 to 9 and a to f are bytes."));
        m_takeButton->setEnabled(false);
    }

    void chooseFile()
    {
        auto *dialog = new QFileDialog(this, tr("Read bytes from a file"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, this, &HexDialog::readFile);
        dialog->open();
    }

    void readFile(const QString &path)
    {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly) || file.size() > kMaxFileBytes) {
            const QString reason = file.isOpen() ? tr("it is larger than a record can be") : file.errorString();
            openMessage(this, Tone::Bad, tr("%1 cannot be taken: %2. The bytes here are as they were.").arg(path, reason));
            return;
        }
        display(file.readAll());
    }

    TakeValue m_take;
    QByteArray m_bytes;
    QPlainTextEdit *m_hex;
    QSpinBox *m_subtype;
    PlainLabel *m_note;
    ImagePreview *m_preview;
    QTimer m_pause; ///< of typing, before the picture is decoded again
    QPushButton *m_takeButton;
};

QsciScintilla *createTextEdit(QDialog &dialog, const QString &text)
{
    // Not a QPlainTextEdit: that one turns line separators and no-break spaces into others.
    auto *edit = new QsciScintilla(&dialog);
    edit->setObjectName(u"largeText"_s);
    edit->setAccessibleName(QDialog::tr("Text"));
    edit->setUtf8(true);
    edit->setEolMode(QsciScintilla::EolUnix);
    edit->setWrapMode(QsciScintilla::WrapWord);
    edit->setMarginWidth(1, 0);
    edit->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    edit->setColor(edit->palette().color(QPalette::Text));
    edit->setPaper(edit->palette().color(QPalette::Base));
    edit->setCaretForegroundColor(edit->palette().color(QPalette::Text));
    edit->setText(text);
    return edit;
}

} // namespace

void askToSaveBytes(QWidget *parent, const QByteArray &bytes)
{
    auto *dialog = new QFileDialog(parent, QDialog::tr("Save to a file"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    if (const QByteArray format = imageFormatOf(bytes); !format.isEmpty())
        dialog->setDefaultSuffix(QString::fromLatin1(format));
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, [parent, bytes](const QString &path) {
        if (const auto saved = saveBytes(path, bytes); !saved)
            openMessage(parent, Tone::Bad, saved.error().message, saved.error().detail);
    });
    dialog->open();
}

void openTextWindow(QWidget *parent, const QString &title, const FieldValue &value, const TakeValue &take)
{
    const QByteArrayView stored = bson::Element(value.type, {}, value.bytes).toText();
    const auto text = exactText(stored);
    const bool isEditable = text && !text->contains(QChar(u'\0'));
    auto *dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(u"textWindow"_s);
    dialog->setWindowTitle(title);
    auto *edit = createTextEdit(*dialog, text.value_or(QString::fromUtf8(stored)));
    edit->setReadOnly(!isEditable);
    auto *note = new PlainLabel(QDialog::tr("This text holds bytes that would be altered here. It can only be looked at."), dialog);
    note->setVisible(!isEditable);
    auto *layout = new QVBoxLayout(dialog);
    layout->addWidget(edit, 1);
    layout->addWidget(note);
    QDialogButtonBox *buttons = addButtons(*dialog, QDialog::tr("Take this text"));
    buttons->findChild<QPushButton *>(u"takeValue"_s)->setEnabled(isEditable);
    layout->addWidget(buttons);
    QObject::connect(dialog, &QDialog::accepted, dialog, [edit, take, type = value.type, before = text.value_or(QString())] {
        const QByteArray typed = edit->text().toUtf8();
        if (typed != before.toUtf8())
            take(FieldValue(type, FieldValue::fromText(typed).bytes));
    });
    dialog->resize(680, 440);
    dialog->open();
    edit->setFocus();
}

void openHexWindow(QWidget *parent, const QString &title, const FieldValue &binary, const TakeValue &take)
{
    auto *dialog = new HexDialog(parent, binary, take);
    dialog->setWindowTitle(title);
    dialog->open();
}

} // namespace persistence
