#include "model/find/filterhelp.h"

#include <QCoreApplication>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(FilterHelp)
};

constexpr int kExampleWidth = 44;

} // namespace

QList<FilterHelpLine> filterHelp()
{
    return {
        {"crash  \"out of memory\"",
         Texts::tr("text in keys, ids, resolved names, field names and values, also dates and numbers as they are shown; in either case")},
        {"/cr.sh/  /cr.sh/i", Texts::tr("a regular expression; with i in either case")},
        {"crash not (slow or old)", Texts::tr("all of it must hold; \"and\" may be written between")},
        {"app:Poll  model:misc  id:GENERAL", Texts::tr("app by id or name, association model, id in the key")},
        {"user:@alice  room:#general", Texts::tr("any association model, then an id or a resolved name; @ and # may be left out")},
        {"key:room:GENERAL,misc:feedback", Texts::tr("all of these associations are in the key")},
        {"recordid:695b6f80c7e6ac9183552fa1", Texts::tr("the record id")},
        {"app~poll  user:~ali  user:/^@a/i", Texts::tr("contains a text, or matches a regular expression")},
        {"size:>10kb  size:1kb..2kb", Texts::tr("size of the document; kb is 1,000 bytes, kib 1,024")},
        {"updated:>2026-01-01  updated:2026-01",
         Texts::tr("the server's date of change, in UTC: year, month, day, time; a range is from..to")},
        {"data.rating<=2  data.rating=1..2",
         Texts::tr("compares a field: = != < <= > >= from..to; data is the value, and rating is short for data.rating")},
        {"data.comment~crash", Texts::tr("a field, or something inside of it, contains a text")},
        {"data.state=\"open\"  data.state=open",
         Texts::tr("in quotes a text, exactly; without them also a number, date, true, false or null")},
        {"data.items[].name=\"x\"  data[\"a.b\"]=1", Texts::tr("any item of an array; a name with unusual characters")},
        {"has:data.rating  type(data.rating)=int32", Texts::tr("the field is there; it has this type")},
        {"type:array", Texts::tr("the type of the whole value")},
    };
}

QString filterHelpText()
{
    QString text;
    for (const FilterHelpLine &line : filterHelp())
        text += QStringLiteral("  %1 %2\n").arg(QString::fromUtf8(line.example).leftJustified(kExampleWidth), line.meaning);
    return text;
}

} // namespace persistence
