@echo off
rem Runs Starling from a checkout: scripts\starling VERB ...
rem
rem The same as scripts/starling, for Windows: verbs about whole federations on one machine (demo, testnet, sim, bench) go
rem to the testnet's JAR, all others to the node's. JARs that are missing are built first. Needs Java 17 or newer: JAVA_HOME,
rem else java on the PATH. STARLING_JAVA_OPTS holds further flags for the Java virtual machine.
rem
rem No value of a variable stands inside parentheses without quotes: "Program Files (x86)" would end the block.
setlocal EnableExtensions DisableDelayedExpansion

for %%I in ("%~dp0..") do set "root=%%~fI"
set "node_jar=%root%\node\target\starling-node.jar"
set "testnet_jar=%root%\testnet\target\starling-testnet.jar"

if not defined JAVA_HOME goto search
set "java=%JAVA_HOME%\bin\java.exe"
if exist "%java%" goto found
>&2 echo starling: JAVA_HOME is %JAVA_HOME%, and there is no bin\java.exe in it; point it to a Java 17 or newer, or unset it
exit /b 1

:search
set "java="
for %%J in (java.exe) do set "java=%%~$PATH:J"
if defined java goto found
>&2 echo starling: there is no java on the PATH; install Java 17 or newer, or set JAVA_HOME
exit /b 1

rem The release is in the file "release" of every JDK and JRE; asking the program itself would cost a start.
:found
for %%J in ("%java%") do set "bin=%%~dpJ"
for %%J in ("%bin%..") do set "home=%%~fJ"
set "version="
if exist "%home%\release" for /f "usebackq tokens=1,2 delims==" %%K in ("%home%\release") do if "%%K"=="JAVA_VERSION" set "version=%%~L"
if defined version goto parse
pushd "%bin%"
for /f "tokens=3" %%V in ('java.exe -version 2^>^&1 ^| findstr /i version') do if not defined version set "version=%%~V"
popd

:parse
set "feature="
for /f "tokens=1,2 delims=.-+_" %%A in ("%version%") do (
  set "feature=%%A"
  if "%%A"=="1" set "feature=%%B"
)
if not defined feature (
  >&2 echo starling: "%java%" does not say which version it is; set JAVA_HOME to a Java 17 or newer
  exit /b 1
)
if %feature% LSS 17 (
  >&2 echo starling: "%java%" is Java "%version%"; Starling needs 17 or newer ^(set JAVA_HOME^)
  exit /b 1
)

rem What is over soon starts faster without the optimising compiler; what computes for long wants it.
set "verb=%~1"
set flags=-XX:+UseSerialGC
if not "%verb%"=="run" if not "%verb%"=="sim" if not "%verb%"=="bench" set flags=%flags% -XX:TieredStopAtLevel=1
set "jar=%node_jar%"
if "%verb%"=="demo" goto testnet
if "%verb%"=="testnet" goto testnet
if "%verb%"=="sim" goto testnet
if "%verb%"=="bench" goto testnet
goto build
:testnet
set "jar=%testnet_jar%"
set flags=%flags% "-Dstarling.node.jar=%node_jar%" "-Dstarling.compose.dir=%root%\testnet\compose"

:build
if not exist "%node_jar%" goto missing
if exist "%jar%" goto start
:missing
where mvn >nul 2>&1
if errorlevel 1 (
  >&2 echo starling: "%jar%" is missing, and so is mvn to build it; install Maven 3.8.7 or newer
  exit /b 1
)
set "log=%TEMP%\starling-build-%RANDOM%.log"
>&2 echo starling: building once, this takes some minutes (log: %log%)
if exist "%home%\bin\javac.exe" set "JAVA_HOME=%home%"
pushd "%root%"
call mvn -q -B -DskipTests package >"%log%" 2>&1
set "built=%ERRORLEVEL%"
popd
if not "%built%"=="0" (
  >&2 echo starling: the build failed; all of its output is in "%log%"
  exit /b 1
)
del "%log%"

:start
if %feature% GEQ 23 set flags=%flags% --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
if "%verb%"=="bench" findstr "jdk\.incubator\.vector" "%home%\release" >nul 2>&1 && set flags=%flags% --add-modules jdk.incubator.vector
if not defined OMP_NUM_THREADS set "OMP_NUM_THREADS=1"
"%java%" %flags% %STARLING_JAVA_OPTS% -jar "%jar%" %*
exit /b %ERRORLEVEL%
