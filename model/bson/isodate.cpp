#include "model/bson/isodate.h"

#include <chrono>

namespace persistence::bson {

namespace {

/// Takes the parts of a date from the front of a text; after the first part that does not fit, nothing fits.
class DateScanner final
{
public:
    explicit DateScanner(QByteArrayView text) : m_rest(text) {}

    [[nodiscard]] bool isOk() const { return m_ok; }
    [[nodiscard]] bool isAtEnd() const { return m_rest.isEmpty(); }
    [[nodiscard]] char peek() const { return m_rest.isEmpty() ? '\0' : m_rest.front(); }

    void expect(char c)
    {
        if (!accept(c))
            m_ok = false;
    }

    bool accept(char c)
    {
        if (peek() != c)
            return false;
        m_rest = m_rest.sliced(1);
        return true;
    }

    [[nodiscard]] bool isAtDigit() const { return peek() >= '0' && peek() <= '9'; }

    /// Exactly \a count digits, at most \a maximum.
    int number(int count, int maximum)
    {
        int value = 0;
        for (int i = 0; i < count; ++i) {
            if (!isAtDigit()) {
                m_ok = false;
                return 0;
            }
            value = 10 * value + (m_rest.front() - '0');
            m_rest = m_rest.sliced(1);
        }
        if (value > maximum)
            m_ok = false;
        return value;
    }

    /// Milliseconds of a fraction of any length; digits beyond them must be zero.
    int fraction()
    {
        int value = 0;
        int digits = 0;
        for (; isAtDigit(); ++digits) {
            const int digit = number(1, 9);
            if (digits < 3)
                value = 10 * value + digit;
            else if (digit != 0)
                m_ok = false;
        }
        if (digits == 0)
            m_ok = false;
        for (; digits < 3; ++digits)
            value *= 10;
        return value;
    }

    /// Minutes east of UTC.
    int zone()
    {
        if (accept('Z'))
            return 0;
        const int sign = peek() == '-' ? -1 : 1;
        if (!accept('-'))
            expect('+');
        const int hours = number(2, 23);
        const bool hasMinutes = accept(':') || isAtDigit();
        return sign * (60 * hours + (hasMinutes ? number(2, 59) : 0));
    }

private:
    QByteArrayView m_rest;
    bool m_ok = true;
};

/// Writes a number with leading zeros, and a mark behind it.
char *putDigits(char *to, int value, int count, char mark)
{
    for (int i = count; i > 0; --i, value /= 10)
        to[i - 1] = char('0' + value % 10);
    to[count] = mark;
    return to + count + 1;
}

} // namespace

std::optional<qint64> parseIsoDate(QByteArrayView text)
{
    using namespace std::chrono;
    DateScanner scanner(text);
    const int yearNumber = scanner.number(4, 9999);
    scanner.expect('-');
    const int monthNumber = scanner.number(2, 12);
    scanner.expect('-');
    const int dayNumber = scanner.number(2, 31);
    scanner.expect('T');
    const int hourNumber = scanner.number(2, 23);
    scanner.expect(':');
    const int minuteNumber = scanner.number(2, 59);
    const int secondNumber = scanner.accept(':') ? scanner.number(2, 59) : 0;
    const int fraction = scanner.accept('.') ? scanner.fraction() : 0;
    const int offset = scanner.zone();
    const year_month_day day{year(yearNumber), month(unsigned(monthNumber)), std::chrono::day(unsigned(dayNumber))};
    if (!scanner.isOk() || !scanner.isAtEnd() || !day.ok())
        return std::nullopt;
    const auto time = sys_days(day) + hours(hourNumber) + minutes(minuteNumber - offset) + seconds(secondNumber) + milliseconds(fraction);
    return duration_cast<milliseconds>(time.time_since_epoch()).count();
}

bool isInIsoRange(qint64 milliseconds)
{
    return milliseconds >= 0 && milliseconds < 253402300800000; // 10000-01-01T00:00:00Z
}

char *formatIsoDate(qint64 milliseconds, char *buffer)
{
    using namespace std::chrono;
    Q_ASSERT(isInIsoRange(milliseconds));
    constexpr int kPerDay = 24 * 60 * 60 * 1000;
    const year_month_day day{sys_days(days(milliseconds / kPerDay))};
    const int clock = int(milliseconds % kPerDay);
    const int fraction = clock % 1000;
    char *to = putDigits(buffer, int(day.year()), 4, '-');
    to = putDigits(to, int(unsigned(day.month())), 2, '-');
    to = putDigits(to, int(unsigned(day.day())), 2, 'T');
    to = putDigits(to, clock / 3'600'000, 2, ':');
    to = putDigits(to, clock / 60'000 % 60, 2, ':');
    to = putDigits(to, clock / 1000 % 60, 2, fraction == 0 ? 'Z' : '.');
    return fraction == 0 ? to : putDigits(to, fraction, 3, 'Z');
}

void appendIsoDate(QByteArray &out, qint64 milliseconds)
{
    char text[kIsoDateSize];
    out.append(text, formatIsoDate(milliseconds, text) - text);
}

} // namespace persistence::bson
