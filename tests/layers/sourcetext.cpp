#include "tests/layers/sourcetext.h"

#include <QDirIterator>
#include <QFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace persistence::test {

namespace {

const QString kRoot = QStringLiteral(PB_SOURCE_DIR "/");

/// Replaces comments by spaces. Literals are kept; a `//` inside one is told apart by the quote before it.
QString withoutComments(QString text)
{
    static const QRegularExpression token(uR"~(R"\((?:.|\n)*?\)"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])'|//[^\n]*|/\*(?:.|\n)*?\*/)~"_s);
    auto matches = token.globalMatch(text);
    QString code = text;
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        if (!match.capturedView().startsWith(u'/'))
            continue;
        for (qsizetype i = match.capturedStart(); i < match.capturedEnd(); ++i) {
            if (code[i] != u'\n')
                code[i] = u' ';
        }
    }
    return code;
}

/// The offset after the bracket that closes the one at \a open; -1 if there is none.
qsizetype afterClosing(QStringView code, qsizetype open)
{
    int depth = 0;
    for (qsizetype i = open; i < code.size(); ++i) {
        if (code[i] == u'(')
            ++depth;
        else if (code[i] == u')' && --depth == 0)
            return i + 1;
    }
    return -1;
}

} // namespace

SourceText::SourceText(const QString &path, const QString &text) : m_path(path), m_code(withoutComments(text))
{
}

QList<SourceText> SourceText::below(const QStringList &folders)
{
    QList<SourceText> found;
    for (const QString &folder : folders) {
        QDirIterator files(kRoot + folder, {u"*.h"_s, u"*.cpp"_s}, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.open(QIODevice::ReadOnly))
                found.append(SourceText(file.fileName().mid(kRoot.size()), QString::fromUtf8(file.readAll())));
        }
    }
    std::ranges::sort(found, {}, &SourceText::path);
    return found;
}

QString SourceText::part() const
{
    return m_path.section(u'/', 0, m_path.startsWith(u"model/") ? 1 : 0);
}

QStringList SourceText::includes() const
{
    static const QRegularExpression line(uR"(^\s*#\s*include\s*[<"]([^>"]+)[>"])"_s, QRegularExpression::MultilineOption);
    QStringList names;
    auto matches = line.globalMatch(m_code);
    while (matches.hasNext())
        names.append(matches.next().captured(1));
    return names;
}

QStringList SourceText::linesWith(const QRegularExpression &pattern) const
{
    QStringList places;
    auto matches = pattern.globalMatch(m_code);
    while (matches.hasNext())
        places.append(place(matches.next().capturedStart()));
    return places;
}

QStringList SourceText::chainedArgs() const
{
    static const QString call = u".arg("_s;
    QStringList places;
    for (qsizetype at = m_code.indexOf(call); at >= 0; at = m_code.indexOf(call, at + 1)) {
        const qsizetype after = afterClosing(m_code, at + call.size() - 1);
        if (after >= 0 && QStringView(m_code).mid(after).trimmed().startsWith(call))
            places.append(place(at));
    }
    return places;
}

QString SourceText::place(qsizetype offset) const
{
    const qsizetype start = m_code.lastIndexOf(u'\n', offset) + 1;
    const qsizetype end = m_code.indexOf(u'\n', offset);
    const QString line = QString::number(QStringView(m_code).left(offset).count(u'\n') + 1);
    return u"%1:%2: %3"_s.arg(m_path, line, QStringView(m_code).mid(start, end < 0 ? -1 : end - start).trimmed());
}

QStringList SourceText::definedTypes() const
{
    struct Namespace
    {
        QString name;
        qsizetype depth;
    };
    // Namespaces are not indented in our style, so what they hold starts at the first column.
    static const QRegularExpression literal(uR"("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)+')"_s);
    static const QRegularExpression opening(uR"(^namespace(?: ([\w:]+))? \{)"_s);
    static const QRegularExpression type(uR"(^(?:class|struct|enum class) (\w+)(?: [^;]*)?$)"_s);
    QStringList types;
    QList<Namespace> open;
    qsizetype depth = 0;
    for (QString line : m_code.split(u'\n')) {
        line.remove(literal);
        const bool isNamed = std::none_of(open.begin(), open.end(), [](const Namespace &space) { return space.name.isEmpty(); });
        if (const auto match = opening.match(line); match.hasMatch())
            open.append({match.captured(1), depth});
        else if (const auto found = type.match(line); found.hasMatch() && isNamed && !open.isEmpty() && depth == open.last().depth + 1)
            types.append(open.last().name + u"::"_s + found.captured(1));
        depth += line.count(u'{') - line.count(u'}');
        while (!open.isEmpty() && depth <= open.last().depth)
            open.removeLast();
    }
    return types;
}

} // namespace persistence::test
