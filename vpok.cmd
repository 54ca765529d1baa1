@echo off
rem SPDX-License-Identifier: BSD-2-Clause
rem
rem Starts VirtualPOK Workbench; "vpok --help" says what it can do. Builds it
rem first when it was never built or when a source has changed since. Needs a
rem JDK, 17 or newer.
setlocal
set "ROOT=%~dp0"
set "STAMP=%ROOT%target\vpok.stamp"
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
  echo vpok: no java found; install a JDK 17 or newer or set JAVA_HOME 1>&2
  exit /b 2
)

powershell -NoProfile -Command "$ErrorActionPreference='SilentlyContinue'; $s=Get-Item '%STAMP%'; if (-not $s -or -not (Test-Path '%ROOT%app\target\lib') -or -not (Test-Path '%ROOT%app\target\app-*.jar')) { exit 1 }; $n=Get-ChildItem -Recurse '%ROOT%*\src\main','%ROOT%*\pom.xml','%ROOT%pom.xml','%ROOT%.mvn' | Where-Object { $_.LastWriteTime -gt $s.LastWriteTime } | Select-Object -First 1; if ($n) { exit 1 }; exit 0"
if not errorlevel 1 goto start

"%JAVA%" --list-modules 2>nul | findstr /b jdk.compiler >nul
if errorlevel 1 (
  echo vpok: this java has no compiler or is too old; a JDK 17 or newer is needed 1>&2
  exit /b 2
)
echo Building VirtualPOK Workbench (first time, or sources changed) ... 1>&2
if not exist "%ROOT%target" mkdir "%ROOT%target"
echo built> "%STAMP%.new"
pushd "%ROOT%"
call mvnw.cmd -q -B -DskipTests -pl app -am package 1>&2
if errorlevel 1 (
  popd
  echo vpok: the build failed; what it said stands above 1>&2
  exit /b 2
)
popd
move /y "%STAMP%.new" "%STAMP%" >nul

:start
for %%J in ("%ROOT%app\target\app-*.jar") do set "JAR=%%~fJ"
"%JAVA%" -XX:+UseSerialGC -Xshare:auto --enable-native-access=ALL-UNNAMED -cp "%JAR%;%ROOT%app\target\lib\*" org.virtualpok.app.launch.Main %*
exit /b %ERRORLEVEL%
