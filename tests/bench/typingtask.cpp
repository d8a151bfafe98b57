#include "tests/bench/typingtask.h"

#include "model/bson/builder.h"
#include "model/edit/editbuffer.h"
#include "tests/bench/measurement.h"
#include "ui/editor/textpage.h"
#include "ui/editor/textview.h"

#include <QApplication>
#include <QKeyEvent>

using namespace Qt::StringLiterals;

namespace persistence::bench {

namespace {

constexpr int kKeys = 100;
constexpr int kTimeout = 60'000; // ms

/// A record whose value is about \a bytes of text: many small objects, as feedback and settings are.
std::shared_ptr<LoadedRecord> recordOf(qsizetype bytes)
{
    bson::Builder builder;
    builder.appendString("_id", "record");
    builder.openDocument("data");
    builder.openArray("entries");
    for (qsizetype i = 0; i * 190 < bytes; ++i) {
        builder.openDocument(QByteArray::number(i));
        builder.appendString("comment", "A line of text that somebody typed, number " + QByteArray::number(i));
        builder.appendInt32("rating", qint32(i % 5));
        builder.openArray("tags");
        builder.appendString("0", "one");
        builder.appendBool("1", true);
        builder.close();
        builder.close();
    }
    builder.close();
    builder.close();
    auto record = std::make_shared<LoadedRecord>();
    record->record.row = {1};
    record->record.body = builder.finish().toByteArray();
    return record;
}

void typeKey(QWidget *editor, const QString &name, QChar sign)
{
    const Stopwatch watch;
    QKeyEvent press(QEvent::KeyPress, sign.toUpper().unicode(), Qt::NoModifier, QString(sign));
    QCoreApplication::sendEvent(editor, &press);
    QKeyEvent release(QEvent::KeyRelease, sign.toUpper().unicode(), Qt::NoModifier, QString(sign));
    QCoreApplication::sendEvent(editor, &release);
    QCoreApplication::processEvents();
    report(name, watch.milliseconds());
}

QString measureTyping(const QString &size, qsizetype bytes)
{
    const auto record = recordOf(bytes);
    EditBuffer buffer(record->record);
    TextPage page;
    page.resize(1000, 700);
    page.show();
    page.setRecord(record, false);
    page.setBuffer(&buffer, false);
    const Stopwatch watch;
    while ((page.isBuilding() || page.view()->text().isEmpty()) && watch.milliseconds() < kTimeout)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
    if (!page.view()->isEditable())
        return u"The text of %1 cannot be edited"_s.arg(size);
    report(u"first paint of a text of %1"_s.arg(size), watch.milliseconds());
    auto *editor = page.findChild<QWidget *>(u"text"_s);
    const QByteArray text = page.view()->text();
    page.view()->goTo(text.indexOf("somebody", text.size() / 2));
    for (int i = 0; i < kKeys; ++i)
        typeKey(editor, u"a letter in a text of %1"_s.arg(size), u'x');
    page.view()->goTo(page.view()->text().indexOf("\"rating", text.size() / 2));
    for (int i = 0; i < kKeys; ++i)
        typeKey(editor, u"a bracket between fields of %1"_s.arg(size), i % 2 == 0 ? u'{' : u'}');
    page.flush();
    page.setBuffer(nullptr, true);
    return {};
}

} // namespace

QString runTypingTask()
{
    for (const auto &[size, bytes] : {std::pair(u"1 MB"_s, 1'000'000), std::pair(u"4 MB"_s, 3'600'000)}) {
        if (const QString error = measureTyping(size, bytes); !error.isEmpty())
            return error;
    }
    return {};
}

} // namespace persistence::bench
