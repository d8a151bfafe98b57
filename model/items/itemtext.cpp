#include "model/items/itemtext.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("persistence::ItemText", text);
}

} // namespace

QString numberText(qint64 number)
{
    return QLocale().toString(number);
}

QString countedText(qint64 number, const QString &one, const QString &many)
{
    return number == 1 ? one : many.arg(numberText(number));
}

QString sizeText(qint64 bytes)
{
    if (bytes < 1000)
        return countedText(bytes, tr("1 byte"), tr("%1 bytes"));
    constexpr std::array kUnits = {"kB", "MB", "GB", "TB"};
    double size = double(bytes) / 1000;
    size_t unit = 0;
    // 999.95 would be rounded to 1000.0.
    while (size >= 999.95 && unit + 1 < kUnits.size()) {
        size /= 1000;
        ++unit;
    }
    return u"%1 %2"_s.arg(QLocale().toString(size, 'f', 1), QLatin1StringView(kUnits[unit]));
}

QString shareText(double share)
{
    const double percent = share * 100;
    return percent > 0 && percent < 1 ? u"<1%"_s : u"%1%"_s.arg(int(std::floor(percent)));
}

QString hiddenText()
{
    return QStringLiteral("•••••");
}

QString titleWithoutTexts(const QString &title)
{
    // What is quoted may hold quotation marks itself, so only the first and the last one are sure to be ours.
    const qsizetype first = title.indexOf(u'"'), last = title.lastIndexOf(u'"');
    if (first < 0 || last <= first)
        return title;
    return title.left(first + 1) + hiddenText() + title.mid(last);
}

QString dateText(qint64 milliseconds, TimeZone zone)
{
    // QDateTime writes ISO text for the years 1 to 9999 only (reliability guide, section 2.3).
    constexpr qint64 kYear1 = -62'135'596'800'000;
    constexpr qint64 kYear10000 = 253'402'300'800'000;
    if (milliseconds < kYear1 || milliseconds >= kYear10000)
        return tr("%1 ms since 1970").arg(numberText(milliseconds));
    QDateTime date = QDateTime::fromMSecsSinceEpoch(milliseconds, Qt::UTC);
    if (zone == TimeZone::Local)
        date = date.toOffsetFromUtc(date.toLocalTime().offsetFromUtc());
    return date.toString(Qt::ISODate).replace(u'T', u' ');
}

} // namespace persistence
