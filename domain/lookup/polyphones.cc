#include "domain/lookup/polyphones.h"

#include <algorithm>
#include <iterator>

namespace zoufang::domain {
namespace {

struct Polyphone {
  char16_t unit;
  absl::string_view readings;
};

// Sorted by code point.
constexpr Polyphone kPolyphones[] = {
    {u'丁', "ding zheng"}, {u'万', "wan mo"}, {u'么', "me mo"}, {u'乐', "le yue yao"},
    {u'乘', "cheng sheng"}, {u'乜', "nie mie"}, {u'了', "le liao"}, {u'亲', "qin qing"},
    {u'亳', "bo hao"}, {u'什', "shi shen"}, {u'仇', "chou qiu"}, {u'仔', "zi zai"},
    {u'价', "jia jie"}, {u'会', "hui kuai"}, {u'传', "chuan zhuan"}, {u'伯', "bo bai"},
    {u'伺', "si ci"}, {u'似', "si shi"}, {u'伽', "ga jia qie"}, {u'佃', "dian tian"},
    {u'佛', "fo fu"}, {u'侥', "jiao yao"}, {u'侧', "ce ze"}, {u'便', "bian pian"},
    {u'俞', "yu shu"}, {u'俩', "liang lia"}, {u'偈', "ji jie"}, {u'偻', "lou lv"},
    {u'六', "liu lu"}, {u'其', "qi ji"}, {u'兹', "zi ci"}, {u'冒', "mao mo"}, {u'凹', "ao wa"},
    {u'刨', "pao bao"}, {u'券', "quan xuan"}, {u'刹', "sha cha"}, {u'削', "xiao xue"},
    {u'剥', "bao bo"}, {u'劲', "jin jing"}, {u'勒', "le lei"}, {u'匙', "chi shi"}, {u'区', "qu ou"},
    {u'单', "dan shan"}, {u'南', "nan na"}, {u'卜', "bu bo"}, {u'卡', "ka qia"}, {u'厦', "sha xia"},
    {u'参', "can shen"}, {u'句', "ju gou"}, {u'召', "zhao shao"}, {u'叶', "ye xie"},
    {u'吁', "xu yu"}, {u'吓', "xia he"}, {u'吕', "lv lu"}, {u'否', "fou pi"}, {u'吭', "keng hang"},
    {u'吱', "zhi zi"}, {u'员', "yuan yun"}, {u'呢', "ne ni"}, {u'咀', "ju zui"}, {u'咋', "za zha"},
    {u'和', "he huo hu"}, {u'咳', "ke hai"}, {u'咽', "yan ye"}, {u'哦', "o e"}, {u'哪', "na nei"},
    {u'喔', "wo o"}, {u'嗯', "en ng"}, {u'嚼', "jiao jue"}, {u'囤', "tun dun"},
    {u'圈', "quan juan"}, {u'地', "di de"}, {u'埋', "mai man"}, {u'埔', "pu bu"},
    {u'堡', "bao bu pu"}, {u'堤', "di ti"}, {u'塞', "sai se"}, {u'壳', "ke qiao"},
    {u'大', "da dai"}, {u'夹', "jia ga"}, {u'奇', "qi ji"}, {u'女', "nv nu"}, {u'娜', "na nuo"},
    {u'宓', "mi fu"}, {u'宿', "su xiu"}, {u'射', "she ye"}, {u'将', "jiang qiang"},
    {u'尉', "wei yu"}, {u'尺', "chi che"}, {u'尾', "wei yi"}, {u'尿', "niao sui"},
    {u'屏', "ping bing"}, {u'属', "shu zhu"}, {u'屯', "tun zhun"}, {u'差', "cha chai ci"},
    {u'巷', "xiang hang"}, {u'幢', "zhuang chuang"}, {u'度', "du duo"}, {u'弄', "nong long"},
    {u'弹', "tan dan"}, {u'强', "qiang jiang"}, {u'律', "lv lu"}, {u'得', "de dei"},
    {u'徵', "zheng zhi"}, {u'思', "si sai"}, {u'恶', "e wu"}, {u'戏', "xi hu"},
    {u'扁', "bian pian"}, {u'扎', "zha za"}, {u'扒', "ba pa"}, {u'扛', "kang gang"},
    {u'折', "zhe she"}, {u'抹', "mo ma"}, {u'拓', "tuo ta"}, {u'拗', "ao niu"}, {u'择', "ze zhai"},
    {u'括', "kuo gua"}, {u'拽', "zhuai ye"}, {u'拾', "shi she"}, {u'捋', "lv luo"},
    {u'提', "ti di"}, {u'撮', "cuo zuo"}, {u'攒', "zan cuan"}, {u'敦', "dun dui"}, {u'旅', "lv lu"},
    {u'暴', "bao pu"}, {u'曝', "pu bao"}, {u'曾', "zeng ceng"}, {u'朝', "chao zhao"},
    {u'期', "qi ji"}, {u'术', "shu zhu"}, {u'朴', "pu piao"}, {u'杉', "shan sha"},
    {u'柏', "bai bo"}, {u'柜', "gui ju"}, {u'柞', "zuo zha"}, {u'查', "cha zha"}, {u'栎', "li yue"},
    {u'栖', "qi xi"}, {u'校', "xiao jiao"}, {u'核', "he hu"}, {u'桔', "ju jie"},
    {u'椎', "zhui chui"}, {u'模', "mo mu"}, {u'歙', "she xi"}, {u'殖', "zhi shi"},
    {u'殷', "yin yan"}, {u'氏', "shi zhi"}, {u'氓', "mang meng"}, {u'汤', "tang shang"},
    {u'沈', "shen chen"}, {u'沓', "ta da"}, {u'没', "mei mo"}, {u'泊', "bo po"}, {u'泌', "mi bi"},
    {u'洗', "xi xian"}, {u'洞', "dong tong"}, {u'浅', "qian jian"}, {u'浍', "hui kuai"},
    {u'涡', "wo guo"}, {u'溃', "kui hui"}, {u'澄', "cheng deng"}, {u'瀑', "pu bao"},
    {u'炅', "jiong gui"}, {u'炮', "pao bao"}, {u'烙', "lao luo"}, {u'熟', "shu shou"},
    {u'熨', "yun yu"}, {u'爪', "zhao zhua"}, {u'牟', "mou mu"}, {u'率', "lv shuai lu"},
    {u'琢', "zhuo zuo"}, {u'甚', "shen shi"}, {u'畜', "chu xu"}, {u'番', "fan pan"},
    {u'疟', "nue yao nve"}, {u'的', "de di"}, {u'盖', "gai ge"}, {u'盛', "sheng cheng"},
    {u'省', "sheng xing"}, {u'着', "zhe zhao zhuo"}, {u'瞿', "qu ju"}, {u'矜', "jin qin"},
    {u'石', "shi dan"}, {u'碌', "lu liu"}, {u'磅', "bang pang"}, {u'祭', "ji zhai"},
    {u'禅', "chan shan"}, {u'种', "zhong chong"}, {u'秘', "mi bi"}, {u'称', "cheng chen"},
    {u'稽', "ji qi"}, {u'粘', "zhan nian"}, {u'粥', "zhou yu"}, {u'糜', "mi mei"}, {u'系', "xi ji"},
    {u'红', "hong gong"}, {u'纤', "xian qian"}, {u'约', "yue yao"}, {u'给', "gei ji"},
    {u'络', "luo lao"}, {u'绰', "chuo chao"}, {u'综', "zong zeng"}, {u'绿', "lv lu"},
    {u'缉', "ji qi"}, {u'缪', "miao mou"}, {u'翟', "zhai di"}, {u'肋', "lei le"}, {u'育', "yu yo"},
    {u'胖', "pang pan"}, {u'脉', "mai mo"}, {u'脯', "fu pu"}, {u'腊', "la xi"},
    {u'膀', "bang pang"}, {u'臭', "chou xiu"}, {u'般', "ban bo"}, {u'色', "se shai"},
    {u'艾', "ai yi"}, {u'芥', "jie gai"}, {u'若', "ruo re"}, {u'茄', "qie jia"},
    {u'荨', "qian xun"}, {u'莘', "xin shen"}, {u'莞', "guan wan"}, {u'落', "luo la lao"},
    {u'著', "zhu zhe"}, {u'葚', "shen ren"}, {u'蔓', "man wan"}, {u'薄', "bo bao"},
    {u'藏', "cang zang"}, {u'虹', "hong jiang"}, {u'虾', "xia ha"}, {u'蚌', "bang beng"},
    {u'蛤', "ha ge"}, {u'血', "xue xie"}, {u'行', "hang xing heng"}, {u'街', "jie gai"},
    {u'裳', "chang shang"}, {u'褪', "tui tun"}, {u'覃', "qin tan"}, {u'见', "jian xian"},
    {u'觉', "jue jiao"}, {u'角', "jiao jue"}, {u'解', "jie xie"}, {u'许', "xu hu"},
    {u'识', "shi zhi"}, {u'说', "shuo shui"}, {u'谁', "shui shei"}, {u'调', "diao tiao"},
    {u'谷', "gu yu"}, {u'豁', "huo hua"}, {u'责', "ze zhai"}, {u'贾', "jia gu"},
    {u'赚', "zhuan zuan"}, {u'足', "zu ju"}, {u'车', "che ju"}, {u'轧', "ya zha ga"},
    {u'辟', "pi bi"}, {u'还', "hai huan"}, {u'这', "zhe zhei"}, {u'迫', "po pai"},
    {u'遗', "yi wei"}, {u'那', "na ne"}, {u'邪', "xie ye"}, {u'都', "du dou"},
    {u'重', "zhong chong"}, {u'钥', "yao yue"}, {u'铅', "qian yan"}, {u'长', "chang zhang"},
    {u'阿', "a e"}, {u'陆', "lu liu"}, {u'降', "jiang xiang"}, {u'陶', "tao yao"},
    {u'隗', "wei kui"}, {u'隽', "juan jun"}, {u'雀', "que qiao"}, {u'露', "lu lou"},
    {u'颈', "jing geng"}, {u'颤', "chan zhan"}, {u'食', "shi si"}, {u'驮', "tuo duo"},
    {u'骑', "qi ji"}, {u'骠', "piao biao"}, {u'龟', "gui jun qiu"},
};

}  // namespace

absl::string_view OtherReadings(char16_t unit) {
  const Polyphone* found =
      std::lower_bound(std::begin(kPolyphones), std::end(kPolyphones), unit,
                       [](const Polyphone& p, char16_t wanted) { return p.unit < wanted; });
  return found != std::end(kPolyphones) && found->unit == unit ? found->readings : "";
}

}  // namespace zoufang::domain
