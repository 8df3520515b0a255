#!/usr/bin/env python3
"""Writes what stands for Android's OpenGL in the tests: the Java classes android.opengl.GLES20, 30, 31 with native
methods of the same names and arguments, and the C++ that hands each one to this machine's libGLESv2.

usage: generate.py JAVA_FOLDER C++_FILE. The table is the list of functions that the app uses; one that it lacks makes
the tests' compilation fail."""
import pathlib
import sys

# class: name(arguments) or name(arguments)->result; i int, f float, b boolean, B buffer, S string, I and F an array with
# its offset, P a buffer or null.
TABLE = """
20 glActiveTexture(i) glAttachShader(ii) glBindFramebuffer(ii) glBindTexture(ii) glCheckFramebufferStatus(i)->i
20 glCompileShader(i) glCreateProgram()->i glCreateShader(i)->i glDeleteFramebuffers(iI) glDeleteProgram(i)
20 glDeleteShader(i) glDeleteTextures(iI) glDrawArrays(iii) glFinish() glFramebufferTexture2D(iiiii)
20 glGenFramebuffers(iI) glGenTextures(iI) glGetError()->i glGetIntegerv(iI) glGetProgramInfoLog(i)->S
20 glGetProgramiv(iiI) glGetShaderInfoLog(i)->S glGetShaderiv(iiI) glGetString(i)->S glGetUniformLocation(iS)->i
20 glLinkProgram(i) glPixelStorei(ii) glReadPixels(iiiiiiP) glShaderSource(iS) glTexParameteri(iii)
20 glTexSubImage2D(iiiiiiiiP) glUniform1f(if) glUniform1i(ii) glUniform2f(iff) glUniform2i(iii) glUniform3f(ifff)
20 glUniformMatrix4fv(iibF) glUseProgram(i) glViewport(iiii) glDeleteBuffers(iI) glGenBuffers(iI) glBindBuffer(ii)
20 glBufferData(iiPi) glClear(i) glClearColor(ffff)
30 glTexStorage2D(iiiii) glBindBufferBase(iii) glMapBufferRange(iiii)->B glUnmapBuffer(i)->b
31 glBindImageTexture(iiibiii) glDispatchCompute(iii) glMemoryBarrier(i)
"""
JAVA = {"i": ["int"], "f": ["float"], "b": ["boolean"], "S": ["String"], "I": ["int[]", "int"], "F": ["float[]", "int"],
        "P": ["java.nio.Buffer"], "B": ["java.nio.Buffer"]}
JNI = {"int": "jint", "float": "jfloat", "boolean": "jboolean", "String": "jstring", "int[]": "jintArray",
       "float[]": "jfloatArray", "java.nio.Buffer": "jobject"}
CONSTANTS = {  # of the Khronos registry, as Android's classes have them
    20: """GL_TEXTURE_2D 0x0DE1 GL_TEXTURE0 0x84C0 GL_FRAMEBUFFER 0x8D40 GL_COLOR_ATTACHMENT0 0x8CE0
        GL_FRAMEBUFFER_COMPLETE 0x8CD5 GL_TRIANGLES 4 GL_RGBA 0x1908 GL_UNSIGNED_BYTE 0x1401 GL_FLOAT 0x1406
        GL_TEXTURE_MIN_FILTER 0x2801 GL_TEXTURE_MAG_FILTER 0x2800 GL_TEXTURE_WRAP_S 0x2802 GL_TEXTURE_WRAP_T 0x2803
        GL_CLAMP_TO_EDGE 0x812F GL_LINEAR 0x2601 GL_NEAREST 0x2600 GL_VERTEX_SHADER 0x8B31 GL_FRAGMENT_SHADER 0x8B30
        GL_COMPILE_STATUS 0x8B81 GL_LINK_STATUS 0x8B82 GL_UNPACK_ALIGNMENT 0x0CF5 GL_PACK_ALIGNMENT 0x0D05
        GL_NO_ERROR 0 GL_RENDERER 0x1F01 GL_VERSION 0x1F02 GL_EXTENSIONS 0x1F03 GL_MAX_TEXTURE_SIZE 0x0D33
        GL_DYNAMIC_DRAW 0x88E8 GL_COLOR_BUFFER_BIT 0x4000""",
    30: """GL_RGBA8 0x8058 GL_RGBA16F 0x881A GL_RGBA32F 0x8814 GL_R8 0x8229 GL_R32F 0x822E GL_RED 0x1903
        GL_MAP_READ_BIT 1 GL_MAJOR_VERSION 0x821B GL_MINOR_VERSION 0x821C GL_HALF_FLOAT 0x140B""",
    31: """GL_COMPUTE_SHADER 0x91B9 GL_WRITE_ONLY 0x88B9 GL_SHADER_IMAGE_ACCESS_BARRIER_BIT 0x20
        GL_TEXTURE_FETCH_BARRIER_BIT 8 GL_SHADER_STORAGE_BUFFER 0x90D2 GL_BUFFER_UPDATE_BARRIER_BIT 0x200""",
}


def functions():
    for line in TABLE.strip().splitlines():
        number, *names = line.split()
        for name in names:
            head, _, result = name.partition("->")
            call, arguments = head[:-1].split("(")
            yield int(number), call, arguments, result


def java(number):
    base = {20: "", 30: " extends GLES20", 31: " extends GLES30"}[number]
    lines = [f"// What stands for Android's class in the tests; made by tests/android/gles/generate.py.",
             "package android.opengl;", "", f"public class GLES{number}{base} {{"]
    words = CONSTANTS[number].split()
    lines += [f"  public static final int {a} = {b};" for a, b in zip(words[::2], words[1::2])]
    for of, call, arguments, result in functions():
        if of == number:
            types = [t for a in arguments for t in JAVA[a]]
            listed = ", ".join(f"{t} a{i}" for i, t in enumerate(types))
            lines.append(f"  public static native {JAVA[result][0] if result else 'void'} {call}({listed});")
    return "\n".join(lines + ["}", ""])


def native():
    lines = []
    for number, call, arguments, result in functions():
        types = [JNI[t] for a in arguments for t in JAVA[a]]
        listed = "".join(f", {t} a{i}" for i, t in enumerate(types))
        jni = JNI[JAVA[result][0]] if result else "void"
        head = f"JNIEXPORT {jni} JNICALL Java_android_opengl_GLES{number}_{call}(JNIEnv* env, jclass{listed})"
        lines.append(f"{head} {{ (void)env; {body(call, arguments, result)} }}")
    return "\n".join(lines) + "\n"


def body(call, arguments, result):
    before, after, passed, at = "", "", [], 0
    for kind in arguments:
        if kind in "if":
            passed.append(f"static_cast<decltype(parameter<{len(passed)}>(::{call}))>(a{at})")
        elif kind == "b":
            passed.append(f"a{at}")
        elif kind == "P":
            passed.append(f"a{at} == nullptr ? nullptr : env->GetDirectBufferAddress(a{at})")
        elif kind == "S":
            passed.append(f"Text(env, a{at})")
        else:
            array, kind_name = ("Ints", "GLint") if kind == "I" else ("Floats", "GLfloat")
            before += f"const {array} array(env, a{at}); "
            cast = "GLuint" if call.startswith(("glGen", "glDelete")) else kind_name
            passed.append(f"reinterpret_cast<{cast}*>(array.values) + a{at + 1}")
            at += 1
        at += 1
    made = f"::{call}({', '.join(passed)})"
    if call == "glShaderSource":
        return "const Text text(env, a1); const char* lines = text; ::glShaderSource(static_cast<GLuint>(a0), 1, &lines, nullptr);"
    if call in ("glGetShaderInfoLog", "glGetProgramInfoLog"):
        return f"char log[4096] = {{}}; ::{call}(static_cast<GLuint>(a0), sizeof log, nullptr, log); return env->NewStringUTF(log);"
    if call == "glMapBufferRange":
        return f"void* const at = {made}; return at == nullptr ? nullptr : env->NewDirectByteBuffer(at, a2);"
    if result == "S":
        return f"return env->NewStringUTF(reinterpret_cast<const char*>({made}));"
    if result:
        return f"{before}return static_cast<{JNI[JAVA[result][0]]}>({made});"
    return f"{before}{made};{after}"


folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
for version in (20, 30, 31):
    (folder / f"GLES{version}.java").write_text(java(version))
pathlib.Path(sys.argv[2]).write_text(native())
