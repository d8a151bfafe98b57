#pragma once

#include <QCoreApplication>
#include <QTest>

#include <clocale>
#include <cstdio>

/// The main function of a codec test: sets the locale as the program does, Qt's from the environment and then LC_NUMERIC back to C.
/// A locale that is asked for and not installed is a failure if PB_LOCALES is set, so that a run in the wrong locale cannot pass unnoticed.
#define PB_CODEC_MAIN(Class)                                                                                                               \
    int main(int argc, char **argv)                                                                                                        \
    {                                                                                                                                      \
        QCoreApplication application(argc, argv);                                                                                          \
        if (!std::setlocale(LC_ALL, "")) {                                                                                                 \
            std::fprintf(stderr, "the locale %s is not installed\n", qgetenv("LC_ALL").constData());                                       \
            if (qEnvironmentVariableIsSet("PB_LOCALES"))                                                                                   \
                return 1;                                                                                                                  \
        }                                                                                                                                  \
        std::setlocale(LC_NUMERIC, "C");                                                                                                   \
        Class test;                                                                                                                        \
        return QTest::qExec(&test, argc, argv);                                                                                            \
    }
