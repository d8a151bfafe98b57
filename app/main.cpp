#include <QApplication>

#include <clocale>

int main(int argc, char **argv)
{
    const QApplication application(argc, argv);
    std::setlocale(LC_NUMERIC, "C");
    return 0;
}
