#include "ui/records/filterboxmenu.h"

#include <QCoreApplication>
#include <QLineEdit>
#include <QMenu>

#include <array>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// The text is compared with the rest of the box, whichever of these stands before it.
constexpr std::array<QLatin1StringView, 6> kComparisons = {"<>"_L1, "<="_L1, ">="_L1, "="_L1, "<"_L1, ">"_L1};

QString withoutComparison(const QString &text)
{
    for (const QLatin1StringView sign : kComparisons) {
        if (text.startsWith(sign))
            return text.mid(sign.size());
    }
    return text;
}

void write(QLineEdit *box, const QString &before, const QString &after)
{
    const QString text = withoutComparison(box->text());
    box->setFocus();
    box->selectAll();
    box->insert(before + text + after);
    if (text.isEmpty())
        box->setCursorPosition(int(before.size()));
}

} // namespace

void addFilterSigns(QMenu *menu, QLineEdit *box)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("FilterBoxMenu", text); };
    const auto add = [&](const QString &title, const QString &before, const QString &after) {
        menu->addAction(title, box, [box, before, after] { write(box, before, after); });
    };
    add(tr("Exactly this: =x"), u"="_s, {});
    add(tr("Anything but this: <>x"), u"<>"_s, {});
    add(tr("Less than this: <x"), u"<"_s, {});
    add(tr("At most this: <=x"), u"<="_s, {});
    add(tr("More than this: >x"), u">"_s, {});
    add(tr("At least this: >=x"), u">="_s, {});
    add(tr("From this on, up to: x~y"), {}, u"~"_s);
    add(tr("This, anything, and: x%y"), {}, u"%"_s);
    add(tr("Regular expression: /x/"), u"/"_s, u"/"_s);
}

} // namespace persistence
