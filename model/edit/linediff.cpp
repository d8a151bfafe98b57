#include "model/edit/linediff.h"

#include <QList>

#include <algorithm>

namespace persistence {

namespace {

using Kind = DiffLine::Kind;

/// Lines are compared in windows of so many, so that long texts with many small differences take linear time.
constexpr qsizetype kWindow = 1'000;

class LineDiff final
{
public:
    LineDiff(const QByteArray &before, const QByteArray &after) : m_before(before.split('\n')), m_after(after.split('\n')) {}

    std::vector<DiffLine> run();

private:
    bool isAtEnd() const { return m_from == m_before.size() && m_otherFrom == m_after.size(); }
    void takeEqualLines();
    std::vector<DiffLine> compareWindow(qsizetype rows, qsizetype columns) const;
    void take(std::vector<DiffLine> window);

    QList<QByteArray> m_before;
    QList<QByteArray> m_after;
    qsizetype m_from = 0;
    qsizetype m_otherFrom = 0;
    std::vector<DiffLine> m_lines;
};

void LineDiff::takeEqualLines()
{
    while (m_from < m_before.size() && m_otherFrom < m_after.size() && m_before[m_from] == m_after[m_otherFrom]) {
        m_lines.push_back({Kind::Same, m_before[m_from++]});
        ++m_otherFrom;
    }
}

/// The longest common subsequence of the next lines, by dynamic programming.
std::vector<DiffLine> LineDiff::compareWindow(qsizetype rows, qsizetype columns) const
{
    const auto isEqual = [this](qsizetype row, qsizetype column) { return m_before[m_from + row] == m_after[m_otherFrom + column]; };
    std::vector<quint32> lengths(size_t((rows + 1) * (columns + 1)), 0);
    const auto length = [&](qsizetype row, qsizetype column) -> quint32 & { return lengths[size_t(row * (columns + 1) + column)]; };
    for (qsizetype row = rows - 1; row >= 0; --row) {
        for (qsizetype column = columns - 1; column >= 0; --column)
            length(row, column) =
                isEqual(row, column) ? length(row + 1, column + 1) + 1 : std::max(length(row + 1, column), length(row, column + 1));
    }
    std::vector<DiffLine> lines;
    qsizetype row = 0;
    qsizetype column = 0;
    while (row < rows || column < columns) {
        if (row < rows && column < columns && isEqual(row, column)) {
            lines.push_back({Kind::Same, m_before[m_from + row++]});
            ++column;
        } else if (column == columns || (row < rows && length(row + 1, column) >= length(row, column + 1))) {
            lines.push_back({Kind::Removed, m_before[m_from + row++]});
        } else {
            lines.push_back({Kind::Added, m_after[m_otherFrom + column++]});
        }
    }
    return lines;
}

void LineDiff::take(std::vector<DiffLine> window)
{
    for (DiffLine &line : window) {
        m_from += line.kind == Kind::Added ? 0 : 1;
        m_otherFrom += line.kind == Kind::Removed ? 0 : 1;
        m_lines.push_back(std::move(line));
    }
}

std::vector<DiffLine> LineDiff::run()
{
    for (takeEqualLines(); !isAtEnd(); takeEqualLines()) {
        const qsizetype rows = std::min(kWindow, m_before.size() - m_from);
        const qsizetype columns = std::min(kWindow, m_after.size() - m_otherFrom);
        std::vector<DiffLine> window = compareWindow(rows, columns);
        const bool isLast = m_from + rows == m_before.size() && m_otherFrom + columns == m_after.size();
        // What stands behind the last equal line may find its counterpart in the next window.
        const auto equal = std::find_if(window.rbegin(), window.rend(), [](const DiffLine &line) { return line.kind == Kind::Same; });
        if (!isLast && equal != window.rend())
            window.erase(equal.base(), window.end());
        take(std::move(window));
    }
    return std::move(m_lines);
}

/// Long runs of equal lines become gaps.
std::vector<DiffLine> withGaps(std::vector<DiffLine> lines, qsizetype context)
{
    std::vector<DiffLine> shown;
    const auto isChange = [](const DiffLine &line) { return line.kind != Kind::Same; };
    for (auto at = lines.begin(); at != lines.end();) {
        const auto changed = std::find_if(at, lines.end(), isChange);
        const qsizetype run = changed - at;
        const qsizetype head = at == lines.begin() ? 0 : context;
        const qsizetype tail = changed == lines.end() ? 0 : context;
        for (qsizetype i = 0; i < run; ++i, ++at) {
            if (run <= head + tail + 1 || i < head || i >= run - tail)
                shown.push_back(std::move(*at));
            else if (i == head)
                shown.push_back({Kind::Gap, {}, run - head - tail});
        }
        for (; at != lines.end() && isChange(*at); ++at)
            shown.push_back(std::move(*at));
    }
    return shown;
}

} // namespace

std::vector<DiffLine> diffLines(const QByteArray &before, const QByteArray &after, qsizetype context)
{
    return withGaps(LineDiff(before, after).run(), context);
}

} // namespace persistence
