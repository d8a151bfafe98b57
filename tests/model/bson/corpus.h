#pragma once

#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

/// One test case of the BSON corpus: its file, its description and its texts.
struct CorpusCase
{
    QString name;
    QJsonObject fields;
    QString bsonType;

    [[nodiscard]] bool has(QLatin1StringView field) const { return fields.contains(field); }
    [[nodiscard]] QByteArray text(QLatin1StringView field) const { return fields.value(field).toString().toUtf8(); }
    [[nodiscard]] QByteArray bytes(QLatin1StringView field) const { return QByteArray::fromHex(text(field)); }
};

/// The folder of one public corpus; empty if PB_CORPORA is not set.
inline QString corpusFolder(const QString &name)
{
    const QString root = qEnvironmentVariable("PB_CORPORA");
    return root.isEmpty() ? QString() : root + QLatin1Char('/') + name;
}

/// All cases of one kind ("valid", "decodeErrors", "parseErrors", "tests") of the BSON corpus.
inline QList<CorpusCase> bsonCorpus(QLatin1StringView kind)
{
    QList<CorpusCase> cases;
    QDirIterator files(corpusFolder(QStringLiteral("bson-corpus")), {QStringLiteral("*.json")}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly))
            qFatal("cannot read %s", qPrintable(file.fileName()));
        const QJsonObject root = QJsonDocument::fromJson(file.readAll()).object();
        const QJsonArray array = root.value(kind).toArray();
        for (const QJsonValue &value : array) {
            const QJsonObject fields = value.toObject();
            const QString description = fields.value(QLatin1StringView("description")).toString();
            cases.append({QStringLiteral("%1 %2: %3").arg(files.fileInfo().baseName(), QString::number(cases.size()), description), fields,
                          root.value(QLatin1StringView("bson_type")).toString()});
        }
    }
    return cases;
}

/// Skips the test without PB_CORPORA; fails it if a corpus is there but has no cases.
#define PB_NEED_CASES(cases)                                                                                                               \
    do {                                                                                                                                   \
        if (!qEnvironmentVariableIsSet("PB_CORPORA"))                                                                                      \
            QSKIP("PB_CORPORA is not set");                                                                                                \
        QVERIFY2(!(cases).isEmpty(), "the corpus has no cases");                                                                           \
        qInfo("%d cases", int((cases).size()));                                                                                            \
    } while (false)
