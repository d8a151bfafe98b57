// generate-sample: writes a dump of an invented server, of any size and in each format that the program reads.
#include "tests/support/samplewriter.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::test;

namespace {

int fail(const QString &message)
{
    std::fprintf(stderr, "%s\n", qPrintable(message));
    return 1;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QStringList names;
    for (const auto &[name, format] : sampleFormats())
        names.append(name);

    QCommandLineParser parser;
    parser.setApplicationDescription(u"Writes a dump of an invented Rocket.Chat server: equal options give equal bytes."_s);
    parser.addHelpOption();
    const QCommandLineOption records(u"records"_s, u"How many records of apps; labels and messages come on top."_s, u"N"_s, u"400"_s);
    const QCommandLineOption seed(u"seed"_s, u"Another number gives other records."_s, u"N"_s, u"1"_s);
    const QCommandLineOption formatName(u"format"_s, u"One of: %1."_s.arg(names.join(u", "_s)), u"FORMAT"_s, u"archive.gz"_s);
    const QCommandLineOption out(u"out"_s, u"File or folder to write; - is standard output."_s, u"PATH"_s, u"-"_s);
    const QCommandLineOption flat(u"flat"_s, u"Even records of about 400 bytes, for measuring, without labels and odd shapes."_s);
    parser.addOptions({records, seed, formatName, out, flat});
    parser.process(application);

    bool isNumber = false;
    bool isSeed = false;
    SampleOptions options;
    options.records = parser.value(records).toLongLong(&isNumber);
    options.seed = parser.value(seed).toULongLong(&isSeed);
    options.profile = parser.isSet(flat) ? SampleProfile::Flat : SampleProfile::Apps;
    if (!isNumber || !isSeed || options.records < 0 || options.records > 100'000'000)
        return fail(u"--records and --seed take whole numbers, at most 100 million records."_s);
    const qsizetype format = names.indexOf(parser.value(formatName));
    if (format < 0)
        return fail(u"--format is one of: %1"_s.arg(names.join(u", "_s)));

    SampleGenerator generator(options);
    const Result<qint64> written = writeSample(generator, sampleFormats()[format].second, parser.value(out));
    if (!written)
        return fail(written.error().message);
    std::fprintf(stderr, "%lld records\n", static_cast<long long>(*written));
    return 0;
}
